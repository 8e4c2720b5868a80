package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How numbers and places are said. */
final class Words {
    private static final int NAMED = 3;

    private Words() {}

    static String number(double value) {
        return Double.isInfinite(value) ? "diverged"
                : Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value)));
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** The first few, and how many more there are. */
    static String some(Collection<String> places) {
        List<String> all = new ArrayList<>(places);
        return all.size() <= NAMED ? String.join(", ", all)
                : String.join(", ", all.subList(0, NAMED)) + " and " + (all.size() - NAMED) + " more";
    }
}
