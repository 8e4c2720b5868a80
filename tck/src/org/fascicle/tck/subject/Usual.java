package org.fascicle.tck.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.OptionException;
import org.fascicle.compiler.trace.Mode;

/** Options with which a technique can be used: nothing but defaults, where none must be given and they fit small tensors. */
public final class Usual {
    /** More combinations than these are not tried. */
    private static final int MOST_COMBINATIONS = 24;

    private Usual() {}

    /**
     * The first combination that takes a tensor.
     *
     * @param named the values that somebody has named
     * @throws OptionException if none was found; the message says what the last one lacked
     */
    public static Map<String, Object> options(Target target, Map<String, Object> named) {
        Variants variants = new Variants(target);
        List<Map<String, Object>> combinations = new ArrayList<>(variants.required(named));
        if (combinations.isEmpty()) {
            throw new OptionException(null, "no value is known for an option that must be given");
        }
        // A default may ask for more than a small input has: 32 groups of channels.
        combinations.addAll(variants.around(combinations.get(0)));
        String last = "";
        for (Map<String, Object> combination : combinations.subList(0, Math.min(MOST_COMBINATIONS, combinations.size()))) {
            try {
                Subjects subjects = Subjects.of(target, combination, Mode.TRAINING);
                if (!subjects.made().isEmpty() || target.kind() == Kind.SCHEDULE || target.kind() == Kind.DATA) {
                    target.create(combination);
                    return combination;
                }
                last = "takes no input that was tried: " + subjects.refusals();
            } catch (OptionException e) {
                last = e.getMessage();
            } catch (IllegalArgumentException e) {
                // It gives a wrong result, which the check of shapes reports.
                return combination;
            }
        }
        throw new OptionException(null, last);
    }
}
