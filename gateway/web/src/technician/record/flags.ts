/** Words that lists and figures count; the API keeps them as they are. */
export const FLAGS = ['adverse_reaction', 'allergy_seen', 'skin_damage_seen', 'pain_reported', 'stopped_early'] as const
