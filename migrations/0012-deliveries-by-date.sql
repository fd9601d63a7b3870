-- A list of all of an organisation's deliveries goes by day and number, whichever company and branch they are of.
CREATE INDEX deliveries_by_date ON deliveries (org_id, delivery_date, delivery_id);
