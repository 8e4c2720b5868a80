package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * What a resumed training would do otherwise than the one that it goes on with, by the definitions of both. Some of it asks for the
 * user's consent: what takes from slots or history what they mean. Used by one thread.
 */
final class ResumeChanges {
    private static final String BATCH = "training.batch_size";
    private static final String EPOCHS = "training.epochs";
    private static final Pattern HISTORY =
            Pattern.compile("(data|inputs|outputs|loss|loss_weights|metrics|weighted_metrics)(\\..*)?");
    /** Techniques that have slots. */
    private static final Pattern UPDATES = Pattern.compile(
            "optimizer|(updates|gradient_transforms)(\\.[0-9]+)?|parameter_groups(\\.[0-9]+(\\.optimizer)?)?");
    private static final int LONGEST = 200;

    private final List<String> said = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private boolean updates;

    /**
     * Compares two definitions.
     *
     * @param then of the training that was saved
     * @param now of the one that goes on with it
     */
    static ResumeChanges between(Map<String, Object> then, Map<String, Object> now) {
        ResumeChanges changes = new ResumeChanges();
        changes.compare("", then, now);
        return changes;
    }

    /** With something that no definition says, and that asks for consent where it differs. */
    ResumeChanges with(String what, Object then, Object now) {
        if (!then.equals(now)) {
            asked.add(line(what, then, now));
        }
        return this;
    }

    /** With the rows of a step, which a definition need not say. */
    ResumeChanges batch(int then, int now) {
        return with(BATCH, then, now);
    }

    /** Whether another technique updates parameters, so that slots begin anew. */
    boolean isOfUpdates() {
        return updates;
    }

    /** What needs no consent, a line each. */
    List<String> said() {
        return said;
    }

    /** What needs consent, a line each. */
    List<String> asked() {
        return asked;
    }

    /** Refuses what needs consent. */
    void require(String source) {
        if (!asked.isEmpty()) {
            throw new InputException(source, null, "the training would not go on as it was: " + String.join("; ", asked),
                    "Leave it as it was. Or allow the changes (--allow-changes, in Java TrainingPlan.allowChanges()): then the slots"
                            + " of another optimizer begin anew, and the history has epochs of both");
        }
    }

    /** Refuses what changes the updates; the rest needs no consent, since there is no history that it could belong to. */
    void requireUpdates(String source) {
        if (updates) {
            require(source);
        }
    }

    private void compare(String path, @Nullable Object then, @Nullable Object now) {
        Object before = technique(then);
        Object after = technique(now);
        if (Objects.equals(before, after) || path.equals(BATCH) || path.equals(EPOCHS)) {
            return;
        } else if (before instanceof Map && after instanceof Map && !isRenamed(path, (Map<?, ?>) before, (Map<?, ?>) after)) {
            Map<?, ?> from = (Map<?, ?>) before;
            Map<?, ?> to = (Map<?, ?>) after;
            Set<Object> keys = new LinkedHashSet<>(from.keySet());
            keys.addAll(to.keySet());
            keys.forEach(key -> compare(path.isEmpty() ? key.toString() : path + "." + key, from.get(key), to.get(key)));
        } else if (before instanceof List && after instanceof List && ((List<?>) before).size() == ((List<?>) after).size()) {
            for (int i = 0; i < ((List<?>) before).size(); i++) {
                compare(path + "." + i, ((List<?>) before).get(i), ((List<?>) after).get(i));
            }
        } else {
            boolean slots = UPDATES.matcher(path).matches();
            updates |= slots;
            (slots || HISTORY.matcher(path).matches() ? asked : said).add(line(path, then, now));
        }
    }

    // {"one": {…}} and {"other": {…}} are not an object of which one key went and another came.
    private static boolean isRenamed(String path, Map<?, ?> then, Map<?, ?> now) {
        return !path.isEmpty() && then.size() == 1 && now.size() == 1 && !then.keySet().equals(now.keySet());
    }

    // "name" is short for {"name": {}}.
    private static @Nullable Object technique(@Nullable Object value) {
        return value instanceof String ? Map.of(value, Map.of()) : value;
    }

    private static String line(String what, @Nullable Object then, @Nullable Object now) {
        return what + ": " + text(then) + " then, " + text(now) + " now";
    }

    private static String text(@Nullable Object value) {
        String text = json(value);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String json(@Nullable Object value) {
        if (value instanceof Map) {
            return ((Map<?, ?>) value).entrySet().stream().map(entry -> "\"" + entry.getKey() + "\": " + json(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List) {
            return ((List<?>) value).stream().map(ResumeChanges::json).collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null ? "none" : value instanceof String ? "\"" + value + "\"" : value.toString();
    }
}
