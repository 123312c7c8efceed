"""The methods, parameters and objects of the Bot API that the emulator knows; only data, read by `api_schema`.

One line a parameter or field: `name[*] Type [; limit]`, where `*` means required and a limit is one of
`chars a..b` (UTF-16 units as sent), `parsed a..b` (UTF-16 units after entities parsing), `bytes a..b` (UTF-8),
`items a..b`, `value a..b` or `of a|b|c`. A line `&name` stands for the lines shared under that name.
"""

from typing import Final

_MARKUP = "InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply"

SHARED: Final = {
    "chat": "chat_id* Integer or String",
    "delivery": f"""
        message_thread_id Integer
        disable_notification Boolean
        protect_content Boolean
        message_effect_id String
        reply_parameters ReplyParameters
        reply_markup {_MARKUP}""",
    "caption": """
        caption String ; parsed 0..1024
        parse_mode String
        caption_entities Array of MessageEntity""",
    "edited": """
        chat_id Integer or String
        message_id Integer
        reply_markup InlineKeyboardMarkup""",
    "scope": """
        scope BotCommandScope
        language_code String""",
}

METHOD_LINES: Final = """
getMe
getUpdates
  offset Integer
  limit Integer ; value 1..100
  timeout Integer
  allowed_updates Array of String
setWebhook
  url* String
  certificate InputFile
  ip_address String
  max_connections Integer ; value 1..100
  allowed_updates Array of String
  drop_pending_updates Boolean
  secret_token String ; chars 1..256
deleteWebhook
  drop_pending_updates Boolean
getWebhookInfo
sendMessage
  &chat
  text* String ; parsed 1..4096
  parse_mode String
  entities Array of MessageEntity
  link_preview_options LinkPreviewOptions
  &delivery
sendPhoto
  &chat
  photo* InputFile or String
  &caption
  show_caption_above_media Boolean
  has_spoiler Boolean
  &delivery
sendDocument
  &chat
  document* InputFile or String
  thumbnail InputFile or String
  &caption
  disable_content_type_detection Boolean
  &delivery
sendPoll
  &chat
  question* String ; chars 1..300
  question_parse_mode String
  options* Array of InputPollOption ; items 1..12
  is_anonymous Boolean
  type String ; of quiz|regular
  allows_multiple_answers Boolean
  allows_revoting Boolean
  hide_results_until_closes Boolean
  is_closed Boolean
  &delivery
stopPoll
  &chat
  message_id* Integer
  reply_markup InlineKeyboardMarkup
editMessageText
  &edited
  text String ; parsed 1..4096
  parse_mode String
  entities Array of MessageEntity
  link_preview_options LinkPreviewOptions
editMessageCaption
  &edited
  &caption
  show_caption_above_media Boolean
editMessageMedia
  &edited
  media* InputMedia
editMessageReplyMarkup
  &edited
deleteMessage
  &chat
  message_id* Integer
deleteMessages
  &chat
  message_ids* Array of Integer ; items 1..100
forwardMessage
  &chat
  message_thread_id Integer
  from_chat_id* Integer or String
  message_id* Integer
  disable_notification Boolean
  protect_content Boolean
copyMessage
  &chat
  from_chat_id* Integer or String
  message_id* Integer
  &caption
  show_caption_above_media Boolean
  &delivery
answerCallbackQuery
  callback_query_id* String
  text String ; chars 0..200
  show_alert Boolean
  url String
  cache_time Integer
sendChatAction
  &chat
  action* String ; of typing|upload_photo|record_video|upload_video|record_voice|upload_voice|upload_document|\
choose_sticker|find_location|record_video_note|upload_video_note
sendMessageDraft
  chat_id* Integer
  draft_id* Integer
  text String ; parsed 0..4096
  parse_mode String
  entities Array of MessageEntity
setMessageReaction
  &chat
  message_id* Integer
  reaction Array of ReactionType
  is_big Boolean
pinChatMessage
  &chat
  message_id* Integer
  disable_notification Boolean
unpinChatMessage
  &chat
  message_id Integer
getChat
  &chat
getChatMember
  &chat
  user_id* Integer
getChatMemberCount
  &chat
leaveChat
  &chat
setMyCommands
  commands* Array of BotCommand ; items 0..100
  &scope
getMyCommands
  &scope
deleteMyCommands
  &scope
setMyName
  name String ; chars 0..64
  language_code String
setMyDescription
  description String ; chars 0..512
  language_code String
setMyShortDescription
  short_description String ; chars 0..120
  language_code String
setChatMenuButton
  chat_id Integer
  menu_button MenuButton
getFile
  file_id* String
"""

OBJECT_LINES: Final = """
InlineKeyboardMarkup
  inline_keyboard* Array of Array of InlineKeyboardButton
InlineKeyboardButton
  text* String
  icon_custom_emoji_id String
  style String ; of danger|success|primary
  url String
  callback_data String ; bytes 1..64
  web_app WebAppInfo
  switch_inline_query String
  switch_inline_query_current_chat String
  copy_text CopyTextButton
  disabled DisabledButton
WebAppInfo
  url* String
CopyTextButton
  text* String ; chars 1..256
DisabledButton
ReplyKeyboardMarkup
  keyboard* Array of Array of KeyboardButton
  is_persistent Boolean
  resize_keyboard Boolean
  one_time_keyboard Boolean
  input_field_placeholder String ; chars 1..64
  selective Boolean
KeyboardButton
  text* String
  style String ; of danger|success|primary
ReplyKeyboardRemove
  remove_keyboard* True
  selective Boolean
ForceReply
  force_reply* True
  input_field_placeholder String ; chars 1..64
  selective Boolean
MessageEntity
  type* String
  offset* Integer
  length* Integer
  url String
  language String
  custom_emoji_id String
LinkPreviewOptions
  is_disabled Boolean
  url String
  prefer_small_media Boolean
  prefer_large_media Boolean
  show_above_text Boolean
ReplyParameters
  message_id Integer
  chat_id Integer or String
  allow_sending_without_reply Boolean
  quote String ; parsed 0..1024
InputPollOption
  text* String ; chars 1..100
  text_parse_mode String
InputMediaPhoto
  type* String
  media* String
  &caption
  show_caption_above_media Boolean
  has_spoiler Boolean
InputMediaDocument
  type* String
  media* String
  thumbnail String
  &caption
  disable_content_type_detection Boolean
ReactionTypeEmoji
  type* String
  emoji* String
BotCommand
  command* String ; chars 1..32
  description* String ; chars 1..256
BotCommandScopeDefault
  type* String
BotCommandScopeAllPrivateChats
  type* String
BotCommandScopeAllGroupChats
  type* String
BotCommandScopeAllChatAdministrators
  type* String
BotCommandScopeChat
  type* String
  chat_id* Integer or String
BotCommandScopeChatMember
  type* String
  chat_id* Integer or String
  user_id* Integer
MenuButtonCommands
  type* String
MenuButtonDefault
  type* String
MenuButtonWebApp
  type* String
  text* String
  web_app* WebAppInfo
"""
