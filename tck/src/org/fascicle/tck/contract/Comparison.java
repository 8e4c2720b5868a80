package org.fascicle.tck.contract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.technique.Interval;

/** Compares the contracts of one bundle at two times. Used by one thread, once. */
final class Comparison {
    private static final String MODE = " in ";

    private final JsonNode before;
    private final JsonNode now;
    private final boolean sameQuestions;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    /** Options of the present technique that have changed: what was tried with them has changed, too. */
    private final Set<String> changedOptions = new LinkedHashSet<>();
    private String technique = "";

    Comparison(JsonNode before, JsonNode now) {
        this.before = before;
        this.now = now;
        this.sameQuestions = before.path(Contract.QUESTIONS).equals(now.path(Contract.QUESTIONS));
    }

    List<Change> changes() {
        JsonNode old = before.path(Contract.TECHNIQUES);
        JsonNode present = now.path(Contract.TECHNIQUES);
        for (String each : keys(old)) {
            if (!present.has(each)) {
                major("the technique " + each + " is gone");
            }
        }
        for (String each : keys(present)) {
            if (!old.has(each)) {
                minor("the technique " + each + " is new");
            }
        }
        for (String each : keys(old)) {
            if (present.has(each)) {
                technique = each;
                changedOptions.clear();
                options(old.path(each).path(Contract.OPTIONS), present.path(each).path(Contract.OPTIONS));
                shorthand(old.path(each).path(Contract.SHORTHAND), present.path(each).path(Contract.SHORTHAND));
                direction(old.path(each).path(Contract.DIRECTION), present.path(each).path(Contract.DIRECTION));
                cases(old.path(each).path(Contract.CASES), present.path(each).path(Contract.CASES));
            }
        }
        return new ArrayList<>(changes.values());
    }

    private void options(JsonNode old, JsonNode present) {
        for (String name : keys(old)) {
            int known = changes.size();
            if (present.has(name)) {
                option("the option '" + name + "': ", old.path(name), present.path(name));
            } else {
                major("the option '" + name + "' is gone");
            }
            if (changes.size() > known) {
                changedOptions.add(name);
            }
        }
        for (String name : keys(present)) {
            if (!old.has(name)) {
                changedOptions.add(name);
                if (present.path(name).has("default")) {
                    minor("the option '" + name + "' is new");
                } else {
                    major("the option '" + name + "' is new, and must be given");
                }
            }
        }
    }

    private void option(String title, JsonNode old, JsonNode present) {
        changed(title + "type ", old.path("type"), present.path("type"));
        changed(title + "kind ", old.path("kind"), present.path("kind"));
        range(title, old, present);
        choices(title, old.path("choices"), present.path("choices"));
        if (!old.has("default") && present.has("default")) {
            minor(title + "need not be given any more, default " + present.path("default").asText());
        } else if (old.has("default") && !present.has("default")) {
            major(title + "must be given; the default was " + old.path("default").asText());
        } else if (!sameNumber(old.path("default").asText(), present.path("default").asText())) {
            changed(title + "default ", old.path("default"), present.path("default"));
        }
    }

    private void changed(String title, JsonNode old, JsonNode present) {
        if (!old.equals(present)) {
            major(title + text(old) + " → " + text(present));
        }
    }

    private void range(String title, JsonNode old, JsonNode present) {
        if (!old.path("range").equals(present.path("range"))) {
            String text = title + "range " + text(old.path("range")) + " → " + text(present.path("range"));
            boolean wider = !present.has("range")
                    || old.has("range") && holds(present.path("range").asText(), old.path("range").asText());
            changed(!wider, text);
        }
    }

    private static boolean holds(String wide, String narrow) {
        Interval outer = Interval.parse(wide);
        Interval inner = Interval.parse(narrow);
        boolean low = outer.low() < inner.low()
                || outer.low() == inner.low() && (outer.includesLow() || !inner.includesLow());
        boolean high = outer.high() > inner.high()
                || outer.high() == inner.high() && (outer.includesHigh() || !inner.includesHigh());
        return low && high;
    }

    private void choices(String title, JsonNode old, JsonNode present) {
        Set<String> were = texts(old);
        Set<String> are = texts(present);
        if (!were.equals(are)) {
            String text = title + "choices " + were + " → " + are;
            // No choices: any text is one.
            boolean more = are.isEmpty() || !were.isEmpty() && are.containsAll(were);
            changed(!more, text);
        }
    }

    private void shorthand(JsonNode old, JsonNode present) {
        for (String name : keys(old)) {
            String title = "the option '" + name + "' of optimizers";
            if (present.has(name)) {
                changed(title + ": ", old.path(name), present.path(name));
            } else {
                major(title + " is gone");
            }
        }
        for (String name : keys(present)) {
            if (!old.has(name)) {
                minor("the option '" + name + "' of optimizers is new");
            }
        }
    }

    private void direction(JsonNode old, JsonNode present) {
        if (old.isMissingNode() && !present.isMissingNode()) {
            minor("it says which way is better");
        } else {
            changed("the way that is better: ", old, present);
        }
    }

    private void cases(JsonNode old, JsonNode present) {
        for (String situation : keys(old)) {
            if (present.has(situation)) {
                JsonNode was = old.path(situation);
                JsonNode is = present.path(situation);
                tensors("the parameter ", "", was.path(Contract.PARAMETERS), is.path(Contract.PARAMETERS));
                states(was.path(Contract.STATES), is.path(Contract.STATES));
                tensors("", " of " + situation, was.path(Contract.VALUES), is.path(Contract.VALUES));
                tensors("the gradient by ", " of " + situation, was.path(Contract.GRADIENTS), is.path(Contract.GRADIENTS));
            } else if (sameQuestions && !dependsOnChanged(situation) && !asksMore(situation, old, present)) {
                major("it no longer takes " + situation);
            }
        }
        for (String situation : keys(present)) {
            if (sameQuestions && !old.has(situation) && !dependsOnChanged(situation)) {
                minor("it takes " + situation);
            }
        }
    }

    private boolean dependsOnChanged(String situation) {
        return changedOptions.stream().anyMatch(name -> situation.matches(".* with \\{(.*, )?" + name + "=.*"));
    }

    /** Options that are not the usual ones are tried with the largest input alone, and a larger one may be taken now. */
    private static boolean asksMore(String situation, JsonNode old, JsonNode present) {
        String way = situation.substring(situation.indexOf(MODE));
        return takes(present, input(situation)) && keys(present).stream()
                .anyMatch(each -> each.endsWith(way) && !takes(old, input(each)));
    }

    private static boolean takes(JsonNode cases, String input) {
        return keys(cases).stream().anyMatch(each -> input(each).equals(input));
    }

    private static String input(String situation) {
        return situation.substring(0, situation.indexOf(MODE));
    }

    private void tensors(String title, String place, JsonNode old, JsonNode present) {
        for (String name : keys(old)) {
            if (present.has(name)) {
                String difference = Digest.difference(old.path(name), present.path(name));
                if (difference != null) {
                    major(title + name + place + ": " + difference);
                }
            } else {
                major(title + name + place + " is gone");
            }
        }
        for (String name : keys(present)) {
            if (!old.has(name)) {
                major(title + name + place + " is new");
            }
        }
    }

    private void states(JsonNode old, JsonNode present) {
        for (String path : keys(old)) {
            if (present.has(path)) {
                changed("the state " + path + ": shape ", old.path(path).path("shape"), present.path(path).path("shape"));
                if (!sameNumber(old.path(path).path("initial").asText(), present.path(path).path("initial").asText())) {
                    changed("the state " + path + ": at first ", old.path(path).path("initial"),
                            present.path(path).path("initial"));
                }
            } else {
                major("the state " + path + " is gone");
            }
        }
        for (String path : keys(present)) {
            if (!old.has(path)) {
                major("the state " + path + " is new: archives of before do not have it");
            }
        }
    }

    private void major(String text) {
        changed(true, text);
    }

    private void minor(String text) {
        changed(false, text);
    }

    private void changed(boolean major, String text) {
        changes.putIfAbsent(technique + text, new Change(technique, major, text));
    }

    private static boolean sameNumber(String a, String b) {
        try {
            return Double.parseDouble(a) == Double.parseDouble(b);
        } catch (NumberFormatException e) {
            return a.equals(b);
        }
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "none" : value.asText();
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext();) {
            keys.add(names.next());
        }
        return keys;
    }
}
