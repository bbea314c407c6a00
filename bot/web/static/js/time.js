// Wall-clock times: the server sends local time, the page shows it as it is, whatever zone the browser sits in.

const WEEKDAYS = "日一二三四五六";

/** The wall clock of an ISO time as a Date whose UTC fields are the local ones. */
export function wall(iso) {
  return new Date(`${iso.slice(0, 19)}Z`);
}

/** "09:30" */
export function hourMinute(at) {
  return at.toISOString().slice(11, 16);
}

/** "3月12日 星期三" */
export function dayWords(at) {
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 星期${WEEKDAYS[at.getUTCDay()]}`;
}

/** How a chat says when: today only the time, then 昨天, then the date. */
export function chatTime(at, now) {
  const days = Math.floor(now / DAY) - Math.floor(at / DAY);
  if (days === 0) return hourMinute(at);
  if (days === 1) return `昨天 ${hourMinute(at)}`;
  if (days > 1 && days < 7) return `星期${WEEKDAYS[at.getUTCDay()]} ${hourMinute(at)}`;
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${hourMinute(at)}`;
}

const DAY = 24 * 3600 * 1000;
