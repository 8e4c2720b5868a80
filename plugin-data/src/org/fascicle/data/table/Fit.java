package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Meaning;
import org.jspecify.annotations.Nullable;

/** Finds out what the columns of training rows mean: first their categories and classes, then what stands for missing cells. */
final class Fit {
    private final TableBuilder built;
    private final Plan plan;
    private final DataContext context;

    Fit(TableBuilder built, DataContext context) {
        this.built = built;
        this.plan = built.plan;
        this.context = context;
    }

    Table table() {
        Table.require(built);
        List<Column> columns = new ArrayList<>();
        for (int index = 0; index < plan.width(); index++) {
            columns.add(column(index));
        }
        // Which rows are held back may depend on their classes; what is filled in depends on which rows are held back.
        IntPredicate trained = Filling.isFitted(built.options) ? trained(Meaning.of(plan.named, columns)) : null;
        for (int index = 0; index < plan.width(); index++) {
            if (plan.roles[index] == Role.FEATURE) {
                columns.set(index, filled(index, columns.get(index), trained));
            }
        }
        return Table.of(built, Meaning.of(plan.named, columns));
    }

    /** The rows that are trained on, by where they lie; null for all. */
    private @Nullable IntPredicate trained(Meaning meaning) {
        Splits splits = Table.splits(built);
        TableRows rows = new TableRows(built, meaning, splits == null ? null : splits.rows(Splits.Part.TRAINING, built.rows));
        IntPredicate chosen = context.trained(rows);
        BitSet places = new BitSet(built.rows);
        for (int row = 0; row < rows.count(); row++) {
            if (chosen.test(row)) {
                places.set(rows.at(row));
            }
        }
        return places.cardinality() == built.rows ? null : places::get;
    }

    private Column column(int index) {
        String name = plan.names.get(index);
        Role role = plan.roles[index];
        NumberColumn numbers = built.numbers[index];
        TextColumn texts = built.texts[index];
        if (numbers != null) {
            return Column.number(name, role).origin(numbers.origin());
        } else if (texts == null || role == Role.SPLIT) {
            return Column.number(name, role);
        } else if (plan.forms[index] == Form.MULTI_HOT) {
            List<String> classes = Labels.classes(built, index, texts);
            texts.sets(Labels.like(built, index, texts, classes));
            return Column.category(name, role, Form.MULTI_HOT, classes);
        } else if (role == Role.TARGET) {
            Categories classes = Categories.ofLabel(plan, index, texts, built.options.classes);
            texts.number(classes.numbers);
            return Column.category(name, role, Form.INDEX, classes.names);
        }
        // Until it is known what stands for missing ones.
        return Column.number(name, role);
    }

    private Column filled(int index, Column column, @Nullable IntPredicate trained) {
        NumberColumn numbers = built.numbers[index];
        if (numbers != null) {
            Double fill = Filling.number(plan, built.options, index, numbers, trained);
            if (fill == null) {
                return column;
            }
            numbers.fill(fill);
            return column.fill(fill.toString());
        }
        TextColumn texts = Objects.requireNonNull(built.texts[index]);
        String fill = Filling.category(plan, built.options, index, texts, trained);
        Categories categories = Categories.ofFeature(texts, fill);
        texts.number(categories.numbers);
        Column named = Column.category(column.name(), Role.FEATURE, plan.forms[index], categories.names);
        if (fill == null) {
            return named;
        }
        String plain = Categories.plain(fill);
        texts.fill(categories.names.indexOf(plain));
        return named.fill(plain);
    }
}
