package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.archive.Archive;
import org.jspecify.annotations.Nullable;

/** How the meaning of a table's columns lies in an archive. Archives of before, and models of other rows, have none. */
final class ColumnsRecord {
    private static final String COLUMNS = "columns";
    private static final String NAMED = "columns_named";
    private static final String NAME = "name";
    private static final String ROLE = "role";
    private static final String FORM = "form";
    private static final String CATEGORIES = "categories";
    private static final String ORIGIN = "origin";
    private static final String FILL = "fill";

    private final String source;

    private ColumnsRecord(String source) {
        this.source = source;
    }

    /** Puts it into an archive's builder. */
    static void write(Archive.Builder builder, Meaning meaning) {
        List<Object> columns = new ArrayList<>();
        for (Column column : meaning.columns()) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put(NAME, column.name());
            record.put(ROLE, column.role().toString());
            record.put(FORM, column.form().toString());
            record.put(CATEGORIES, new ArrayList<>(column.categories()));
            // As text: an archive need not keep the type of a number.
            record.put(ORIGIN, Double.toString(column.origin()));
            column.fill().ifPresent(fill -> record.put(FILL, fill));
            columns.add(record);
        }
        builder.extra(COLUMNS, columns).extra(NAMED, meaning.isNamed());
    }

    /** The one that an archive has; null if it has none. */
    static @Nullable Meaning read(Archive archive, String source) {
        ColumnsRecord record = new ColumnsRecord(source);
        if (!archive.extra().containsKey(COLUMNS)) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (Object each : record.value(archive.extra(), COLUMNS, List.class)) {
            if (!(each instanceof Map)) {
                throw record.damaged("'" + COLUMNS + "' is no list of objects");
            }
            columns.add(record.column((Map<?, ?>) each));
        }
        try {
            return Meaning.of(record.value(archive.extra(), NAMED, Boolean.class), columns);
        } catch (InputException e) {
            throw record.damaged(e.problem());
        }
    }

    private Column column(Map<?, ?> from) {
        String name = value(from, NAME, String.class);
        Role role = constant(Role.values(), value(from, ROLE, String.class));
        Form form = constant(Form.values(), value(from, FORM, String.class));
        List<String> categories = new ArrayList<>();
        for (Object category : value(from, CATEGORIES, List.class)) {
            if (!(category instanceof String)) {
                throw damaged("the column '" + name + "' has the category " + category + ", which is no text");
            }
            categories.add((String) category);
        }
        try {
            double origin = Double.parseDouble(value(from, ORIGIN, String.class));
            Column column = form == Form.NUMBER ? Column.number(name, role).origin(origin)
                    : Column.category(name, role, form, categories);
            if (!from.containsKey(FILL)) {
                return column;
            }
            String fill = value(from, FILL, String.class);
            if (form == Form.NUMBER && !Double.isFinite(Double.parseDouble(fill))) {
                throw damaged("the column '" + name + "' is filled with " + fill);
            }
            return column.fill(fill);
        } catch (NumberFormatException e) {
            throw damaged("the column '" + name + "' has no number where one belongs: " + e.getMessage());
        } catch (InputException e) {
            throw e.file() != null ? e : damaged(e.problem());
        }
    }

    private <T> T constant(T[] all, String name) {
        return Arrays.stream(all).filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(() -> damaged("'" + name + "' is nothing that a column can be"));
    }

    private <T> T value(Map<?, ?> from, String name, Class<T> type) {
        Object value = from.get(name);
        if (!type.isInstance(value)) {
            throw damaged("the manifest has no '" + name + "' of the right type");
        }
        return type.cast(value);
    }

    private InputException damaged(String problem) {
        return Snapshot.damaged(source, problem);
    }
}
