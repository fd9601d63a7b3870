import { csvLine } from "../../platform/csv.ts";

const columns = [
  ...["event_name", "plan_event_name", "section_name", "row_name", "seat_num", "num_seats", "acct_id", "order_num", "price_code"],
  ...["ticket_type_code", "purchase_price", "paid", "paid_amount", "comp_code", "comp_name", "delivery_method", "sell_location"],
  ...["add_datetime", "renewal_ind"],
];

type Cells = Readonly<Partial<Record<string, string | number>>>;

/** Accounts that hold seats all over the arena; 100479's are those that the samples look at. */
const holders = [12345, 6, 4444, 1211];

/** What was sold of a season, as a list that is imported: a plan's seats and single tickets. */
export function seasonSales(events: readonly string[], plan: string, bought: string): string {
  const lines = [csvLine(columns)];
  const put = (cells: Cells): void => void lines.push(csvLine(columns.map((name) => String(cells[name] ?? ""))));
  let order = 1;
  const holder = { section_name: 101, row_name: "A", seat_num: 1, num_seats: 2, acct_id: 100479, price_code: "A" };
  const inPlan = { plan_event_name: plan, delivery_method: "MB", add_datetime: bought, renewal_ind: "Y" };
  for (const event of events) put({ event_name: event, ...inPlan, ...holder, order_num: order, purchase_price: "112.50" });
  const single = { delivery_method: "TF", add_datetime: bought, sell_location: "INET_BUY", ticket_type_code: "_A" };
  for (const event of events.slice(0, 2)) {
    order++;
    put({ event_name: event, ...single, ...holder, section_name: 102, row_name: "C", seat_num: 5, order_num: order });
  }
  for (const [index, accountId] of holders.entries()) {
    order++;
    // A block in the lower bowl for each, in the plan.
    const seats = { section_name: 103, row_name: "ABCD"[index]!, seat_num: 3, num_seats: 8, acct_id: accountId, price_code: "A" };
    for (const event of events) put({ event_name: event, ...inPlan, ...seats, order_num: order, purchase_price: "112.50" });
  }
  for (const [number, event] of events.entries())
    for (const [index, accountId] of holders.entries()) {
      order++;
      const place = (index * 5 + number) % 16;
      const seats = {
        section_name: 301 + (index % 2),
        row_name: "ABCDEFGHJKLMNPQRS"[place]!,
        seat_num: 2 + index * 4,
        num_seats: 4,
        acct_id: accountId,
        order_num: order,
        price_code: "C",
      };
      // Not all of it is paid, and some was given away.
      const paid =
        index === 1 && number % 3 === 0
          ? { paid: "N" }
          : index === 2 && number % 4 === 0
            ? { paid: "P", paid_amount: "10.00" }
            : {};
      const comp = index === 3 ? { ticket_type_code: "_X", comp_code: "1", comp_name: "Promotion" } : {};
      put({ event_name: event, ...single, ...seats, ...paid, ...comp });
    }
  return lines.join("");
}
