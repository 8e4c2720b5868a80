package org.fascicle.core.data;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;

/** Whether rows mean what a model takes them for: their columns and their classes never shift. */
public final class MeaningCheck {
    private static final int LISTED = 12;

    private MeaningCheck() {}

    /** Refuses rows whose features are other columns than those of the model, or lie in another order. */
    public static void requireColumns(Signature model, Examples examples, String source) {
        Meaning own = model.meaning().orElse(null);
        Meaning given = examples.meaning().orElse(null);
        if (own == null || given == null) {
            return;
        }
        List<Column> wanted = own.columns(Role.FEATURE);
        List<Column> found = given.columns(Role.FEATURE);
        if (!wanted.equals(found)) {
            List<String> names = names(found);
            boolean same = names.equals(names(wanted));
            throw new InputException(source, null, "the data's columns (" + listed(names) + ") are not those of the model ("
                    + listed(names(wanted)) + ")"
                    + (same ? ": they have other categories, or other values where cells are missing"
                            : ""),
                    "Open the data with the model, so that columns are found by their names");
        }
    }

    /** Refuses rows whose classes have other names, or other numbers, than those of the model. */
    public static void requireClasses(Signature model, Signature data, String source) {
        for (int i = 0; i < Math.min(model.targets().size(), data.targets().size()); i++) {
            List<String> wanted = model.targets().get(i).classNames();
            List<String> found = data.targets().get(i).classNames();
            if (!wanted.isEmpty() && !found.isEmpty() && !wanted.equals(found)) {
                throw new InputException(source, null, "the data's classes (" + listed(found) + ") are not those of the model ("
                        + listed(wanted) + ")", "Give all names of the model's classes with the labels, in its order");
            }
        }
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.toList());
    }

    private static String listed(List<String> names) {
        String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }
}
