/** As if the changes of accounts and customers had been numbered before it was kept when. */
export const forgetWhenNumbered =
  "UPDATE changes SET numbered_at = '1970-01-01T00:00:00Z' WHERE org_id = 1 AND entity IN ('account', 'customer')";
