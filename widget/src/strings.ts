/** The languages of the table below, in its order. The first serves for all that are missing. */
export const LANGUAGES = ["en", "fr"];

/**
 * The words of the interface. `{name}` is filled in. The bot's own messages come from the server,
 * and the clinic may replace any of these in the server's configuration.
 */
export const STRINGS = {
  heading: ["Ask about mesotherapy", "Vos questions sur la mésothérapie"],
  launcher: ["Ask a question", "Poser une question"],
  newOne: ["{count} new message", "{count} nouveau message"],
  newMany: ["{count} new messages", "{count} nouveaux messages"],
  assistant: ["Automated assistant", "Assistant automatique"],
  answersIn: ["Answers are in {language}", "Les réponses sont en {language}"],
  close: ["Close chat", "Fermer la discussion"],
  menu: ["More options", "Plus d’options"],
  copy: ["Copy conversation", "Copier la discussion"],
  copied: ["Copied.", "Copié."],
  copyFailed: ["This browser did not allow the copy.", "Ce navigateur n’a pas permis la copie."],
  download: ["Download conversation", "Télécharger la discussion"],
  restart: ["Start again", "Recommencer"],
  erase: ["Delete my conversation", "Supprimer ma discussion"],
  conversation: ["Conversation", "Discussion"],
  you: ["You said:", "Vous avez écrit\u00a0:"],
  bot: ["Assistant said:", "L’assistant a répondu\u00a0:"],
  emergency: [
    "Not for emergencies. If you feel very ill, call {number} now.",
    "Pas pour les urgences. Si vous vous sentez très mal, appelez tout de suite le {number}.",
  ],
  emergencyNumberless: [
    "Not for emergencies. If you feel very ill, call an ambulance now.",
    "Pas pour les urgences. Si vous vous sentez très mal, appelez tout de suite une ambulance.",
  ],
  emergencyShort: ["Emergency?", "Une urgence\u00a0?"],
  callNumber: ["Call {number}", "Appeler le {number}"],
  botNotice: [
    "You are talking to a computer program, not a person.",
    "Vous parlez à un programme informatique, pas à une personne.",
  ],
  storage: [
    "This browser keeps a key to this conversation, so that you can come back to it. You can delete the conversation at any time.",
    "Ce navigateur garde une clé de cette discussion, pour que vous puissiez y revenir. Vous pouvez la supprimer à tout moment.",
  ],
  greeting: ["Hello. What would you like to know?", "Bonjour. Que souhaitez-vous savoir\u00a0?"],
  suggestions: ["Suggested questions", "Questions proposées"],
  choices: ["Suggested replies", "Réponses proposées"],
  choicesAre: ["You can choose: {choices}.", "Vous pouvez choisir\u00a0: {choices}."],
  input: ["Your question", "Votre question"],
  placeholder: ["Type your question", "Écrivez votre question"],
  send: ["Send", "Envoyer"],
  leftOne: ["{count} character left", "Encore {count} caractère"],
  leftMany: ["{count} characters left", "Encore {count} caractères"],
  overOne: [
    "{count} character too long. Shorten it to send it.",
    "{count} caractère de trop. Raccourcissez le message pour l’envoyer.",
  ],
  overMany: [
    "{count} characters too long. Shorten it to send it.",
    "{count} caractères de trop. Raccourcissez le message pour l’envoyer.",
  ],
  empty: ["Type a question first.", "Écrivez d’abord une question."],
  typing: ["The assistant is writing an answer.", "L’assistant écrit une réponse."],
  slow: [
    "This takes longer than usual. Your question is not lost.",
    "Cela prend plus de temps que d’habitude. Votre question n’est pas perdue.",
  ],
  verySlow: ["Still waiting for the answer.", "La réponse n’est pas encore là."],
  offline: [
    "You are offline. Your messages are kept here and sent when you are back.",
    "Vous êtes hors ligne. Vos messages sont gardés ici et envoyés à votre retour.",
  ],
  unreachable: [
    "The chat does not answer right now. We keep your messages and try again.",
    "La discussion ne répond pas. Nous gardons vos messages et réessayons.",
  ],
  orCall: ["You can also call us on {phone}.", "Vous pouvez aussi nous appeler au {phone}."],
  sending: ["Sending", "Envoi"],
  queued: ["Waiting to be sent", "En attente d’envoi"],
  waiting: ["Not sent yet. We will try again.", "Pas encore envoyé. Nous allons réessayer."],
  held: ["Not sent.", "Non envoyé."],
  retry: ["Try again", "Réessayer"],
  edit: ["Edit", "Modifier"],
  withdraw: ["Remove", "Retirer"],
  urgent: ["Urgent", "Urgent"],
  sourcesOne: ["{count} source", "{count} source"],
  sourcesMany: ["{count} sources", "{count} sources"],
  newTab: ["opens in a new tab", "s’ouvre dans un nouvel onglet"],
  helpful: ["Was this helpful?", "Cela vous a-t-il aidé\u00a0?"],
  yes: ["Yes", "Oui"],
  no: ["No", "Non"],
  thanks: ["Thank you for telling us.", "Merci de nous l’avoir dit."],
  reason: [
    "What was wrong or missing? You can leave this empty.",
    "Qu’est-ce qui était faux ou manquait\u00a0? Vous pouvez laisser ce champ vide.",
  ],
  rateFailed: ["This could not be saved. Try again.", "L’enregistrement a échoué. Réessayez."],
  newest: ["Go to the newest message", "Aller au dernier message"],
  keep: ["Go back", "Retour"],
  eraseTitle: ["Delete your conversation?", "Supprimer votre discussion\u00a0?"],
  eraseText: [
    "All that you wrote here and all answers are deleted from the chat's records. This cannot be undone.",
    "Tout ce que vous avez écrit ici et toutes les réponses seront supprimés. C’est définitif.",
  ],
  eraseYes: ["Delete it", "Supprimer"],
  eraseFailed: [
    "The conversation could not be deleted. Check your connection and try again.",
    "La discussion n’a pas pu être supprimée. Vérifiez votre connexion et réessayez.",
  ],
  erased: ["Your conversation is deleted", "Votre discussion est supprimée"],
  erasedText: [
    "{count} messages were deleted. Keep this receipt if you want to ask us about it.",
    "{count} messages ont été supprimés. Gardez ce reçu si vous voulez nous en parler.",
  ],
  erasedNothing: [
    "There was nothing on our side to delete.",
    "Il n’y avait rien à supprimer chez nous.",
  ],
  copyReceipt: ["Copy receipt", "Copier le reçu"],
  done: ["Done", "Terminé"],
  restartTitle: ["Start again?", "Recommencer\u00a0?"],
  restartText: [
    "The conversation leaves this screen, and we keep our copy. After that, you can no longer delete it from here.",
    "La discussion quitte cet écran et nous en gardons une copie. Ensuite, vous ne pourrez plus la supprimer d’ici.",
  ],
  renewed: [
    "Your earlier conversation has ended. This is a new one.",
    "Votre discussion précédente est terminée. En voici une nouvelle.",
  ],
  endedElsewhere: [
    "The conversation was ended in another tab.",
    "La discussion a été terminée dans un autre onglet.",
  ],
  historyMissing: [
    "Your earlier messages could not be loaded. They are not lost.",
    "Vos messages précédents n’ont pas pu être chargés. Ils ne sont pas perdus.",
  ],
  savedOn: ["Saved on {date}", "Enregistré le {date}"],
  transcriptUnsent: ["not sent", "non envoyé"],
} satisfies Record<string, readonly [en: string, fr: string]>;

export type Key = keyof typeof STRINGS;
