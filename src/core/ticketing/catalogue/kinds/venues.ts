import { choice, integer, reference, text } from "../field.ts";
import type { Kind } from "../kind.ts";

const info = {
  info_1: text(64, "Free text 1"),
  info_2: text(64, "Free text 2"),
  info_3: text(64, "Free text 3"),
  info_4: text(64, "Free text 4"),
  info_5: text(64, "Free text 5"),
};

export const venue: Kind = {
  name: "venue",
  plural: "venues",
  title: "venue",
  table: "venues",
  id: "venue_id",
  key: "name",
  unique: { venues_name: "name" },
  fields: {
    name: text(30, "What it is called", { required: true }),
    abbreviation: text(16, "Its name, short"),
    online_name: text(64, "What the public knows it by"),
    address_1: text(100, "Street and number"),
    address_2: text(100, "A second line of the address"),
    city: text(60, "City"),
    region: text(60, "State or province"),
    postal_code: text(20, "Postal code"),
    country: text(60, "Country"),
    phone: text(30, "Telephone"),
    host_venue_id: text(20, "What another ticketing system calls it"),
  },
};

export const manifest: Kind = {
  name: "manifest",
  plural: "manifests",
  title: "manifest",
  table: "manifests",
  id: "manifest_id",
  key: "name",
  parent: "venue_id",
  unique: { manifests_name: "name" },
  fields: {
    venue_id: reference("venue", "The venue that is seated so", { required: true, fixed: true }),
    name: text(64, "What it is called", { required: true }),
  },
};

export const section: Kind = {
  name: "section",
  plural: "sections",
  title: "section",
  table: "sections",
  id: "section_id",
  key: "name",
  parent: "manifest_id",
  unique: { sections_name: "name" },
  fields: {
    manifest_id: reference("manifest", "The manifest that it is in", { required: true, fixed: true }),
    name: text(6, "What is on the ticket", { required: true }),
    description: text(255, "In full"),
    type: choice(["standard", "suite", "club"], "What it is", { required: true, fallback: "standard" }),
    seating: choice(
      ["reserved", "standing", "general"],
      "Numbered seats, standing places, or seats that nobody has in particular",
      {
        required: true,
        fallback: "reserved",
      },
    ),
    gate: text(60, "The gate that leads to it"),
    portal: text(60, "The portal or exit behind the gate"),
    sort: integer("Sections are shown in this order", { required: true, fallback: 0, least: -1_000_000, most: 1_000_000 }),
    host_name: text(30, "What another ticketing system calls it"),
    ...info,
  },
};

export const seatRow: Kind = {
  name: "seat-row",
  plural: "seat-rows",
  title: "row of seats",
  table: "seat_rows",
  id: "row_id",
  key: "name",
  parent: "section_id",
  unique: { seat_rows_name: "name" },
  fields: {
    section_id: reference("section", "The section that it is in", { required: true, fixed: true }),
    name: text(4, "What is on the ticket", { required: true }),
    description: text(255, "In full"),
    sort: integer("Rows are shown in this order", { required: true, fallback: 0, least: -1_000_000, most: 1_000_000 }),
    seat_increment: integer("By how much neighbours' numbers differ", {
      required: true,
      fallback: 1,
      least: 1,
      most: 100,
      fixed: true,
    }),
    host_name: text(30, "What another ticketing system calls it"),
    ...info,
  },
};
