/** Who is played and which chat is open: in the address, so that each tab, reload and bookmark has its own. */

/** @returns {{userId: number|null, chatId: number|null}} */
export function readRoute() {
  const [, user, chat] = /^#(\d+)(?:\/(-?\d+))?$/.exec(location.hash) ?? [];
  return { userId: user ? Number(user) : null, chatId: chat ? Number(chat) : null };
}

/** @param {number} userId @param {number|null} chatId @returns {string} */
export function routeTo(userId, chatId) {
  return chatId === null ? `#${userId}` : `#${userId}/${chatId}`;
}

/** @param {number} userId @param {number|null} chatId @param {{replace?: boolean}} [how] */
export function goTo(userId, chatId, how = {}) {
  const route = routeTo(userId, chatId);
  if (route === location.hash) return;
  if (how.replace) history.replaceState(null, "", route);
  else history.pushState(null, "", route);
}
