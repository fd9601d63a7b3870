/** The sandbox's campaigns. */
export const campaigns = {
  points: "1111222233334444",
  giftcard: "2222333344445555",
  events: "3333444455556666",
  earned: "4444555566667777",
  buyx: "5555666677778888",
} as const;
