// Days as people in Iga count them, wherever the clock of this computer stands.

const DAY = { timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric" };

/** @param {string} moment ISO 8601 */
export const dayOf = (moment) => new Intl.DateTimeFormat("ja", DAY).format(new Date(moment));
