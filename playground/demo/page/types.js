/**
 * The shapes that the page's modules hand each other, named once. Nothing here runs.
 *
 * @typedef {{user_id: number|null, name: string, role: string, unit: string, oversees: string[]}} Member
 *   one of the bureau; without an id nobody can play them
 * @typedef {{chatId: number, title: string, unit: string, isPrivate: boolean, memberIds: Set<number>,
 *   pinned: number|null}} Chat
 * @typedef {{type: string, offset: number, length: number, url?: string, user?: any}} Entity
 * @typedef {{message_id: number, date: number, edit_date?: number, chat: any, from?: any, sender_chat?: any,
 *   text?: string, caption?: string, entities?: Entity[], caption_entities?: Entity[], reply_to_message?: any,
 *   quote?: {text: string}, document?: any, photo?: any[], video?: any, voice?: any, location?: any,
 *   media_group_id?: string, reactions?: {emoji: string, by: number[]}[], forward_origin?: any, reply_markup?: any,
 *   is_silent?: boolean, number?: number}} Message
 *   as the Bot API has it, and what only people see
 * @typedef {{number: number, at: string, kind: string, [more: string]: any}} Happening
 * @typedef {{text: string, callback_data?: string, url?: string, copy_text?: {text: string},
 *   style?: string}} Button
 * @typedef {{run: string, scene: string, bot: any, now: string, zone: string, is_moving: boolean, digest_at: string,
 *   next_digest: string, is_opening?: boolean, happenings: number, people: Member[], bindings: Record<string, string>}} Rehearsal
 */

export {};
