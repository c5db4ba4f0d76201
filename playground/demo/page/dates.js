/** Dates as the office's zone has them, whatever zone the browser is in. */

let zone = "Asia/Shanghai";
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} name */
export function setZone(name) {
  zone = name;
  formats.clear();
}

/** @param {Date} date @param {Intl.DateTimeFormatOptions} how @returns {Record<string, string>} */
function parts(date, how) {
  const key = JSON.stringify(how);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat("zh-CN", { timeZone: zone, ...how })));
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}

/** 08:30 @param {Date} date */
export function clockTime(date) {
  const { hour, minute } = parts(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${hour}:${minute}`;
}

/** 11月20日 周五 @param {Date} date */
export function dayName(date) {
  const { month, day } = parts(date, { month: "numeric", day: "numeric" });
  return `${month}月${day}日 ${weekday(date)}`;
}

/** 周五 @param {Date} date */
export function weekday(date) {
  return parts(date, { weekday: "short" }).weekday;
}

/** 2026-11-20 @param {Date} date */
export function isoDay(date) {
  const { year, month, day } = parts(date, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

/** The time today, the day otherwise. @param {Date} date @param {Date} now */
export function briefly(date, now) {
  if (isoDay(date) === isoDay(now)) return clockTime(date);
  const { month, day } = parts(date, { month: "numeric", day: "numeric" });
  return `${month}月${day}日`;
}

/** A day of the calendar as an instant at its noon, good for naming it. @param {string} iso */
export function dayOf(iso) {
  return new Date(`${iso}T12:00:00+08:00`);
}
