package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;

/** A table that was read: its columns fitted, or mapped to those of a model. Makes its rows. Used by one thread. */
public final class Table {
    private final TableBuilder built;
    private final Plan plan;
    private final Meaning meaning;

    private Table(TableBuilder built, Meaning meaning) {
        this.built = built;
        this.plan = built.plan;
        this.meaning = meaning;
    }

    /** Fits categories, classes and fill values of training rows. */
    public static Table fitted(TableBuilder built) {
        Plan plan = built.plan;
        require(built);
        List<Column> columns = new ArrayList<>();
        for (int column = 0; column < plan.width(); column++) {
            columns.add(fitted(built, column));
        }
        return new Table(built, Meaning.of(plan.named, columns));
    }

    /** Takes categories, classes and fill values of a model. */
    public static Table like(TableBuilder built, Meaning meaning) {
        Plan plan = built.plan;
        require(built);
        for (int column = 0; column < plan.width(); column++) {
            Column known = plan.known[column];
            if (known != null) {
                take(built, column, known);
            }
        }
        return new Table(built, meaning);
    }

    /** What its columns mean. */
    public Meaning meaning() {
        return meaning;
    }

    /** Its rows. */
    public TableRows rows() {
        return new TableRows(built, meaning);
    }

    private static void require(TableBuilder built) {
        if (built.rows == 0) {
            throw new InputException(built.plan.file, null, "the file holds no rows", "Is it the right file?");
        }
    }

    private static Column fitted(TableBuilder built, int index) {
        Plan plan = built.plan;
        String name = plan.names.get(index);
        Role role = plan.roles[index];
        NumberColumn numbers = built.numbers[index];
        TextColumn texts = built.texts[index];
        if (numbers != null) {
            Column column = Column.number(name, role).origin(numbers.origin());
            Double fill = Filling.number(plan, built.options, index, numbers);
            if (fill != null) {
                numbers.fill(fill);
                return column.fill(fill.toString());
            }
            return column;
        } else if (texts == null) {
            return Column.number(name, role);
        }
        Column column;
        if (role == Role.TARGET) {
            Categories classes = Categories.ofLabel(plan, index, texts, built.options.classes);
            texts.number(classes.numbers);
            column = Column.category(name, role, Form.INDEX, classes.names);
        } else {
            String fill = Filling.category(plan, built.options, index, texts);
            Categories categories = Categories.ofFeature(texts, fill);
            texts.number(categories.numbers);
            column = Column.category(name, role, plan.forms[index], categories.names);
            if (fill != null) {
                String plain = Categories.plain(fill);
                texts.fill(categories.names.indexOf(plain));
                column = column.fill(plain);
            }
        }
        return column;
    }

    private static void take(TableBuilder built, int index, Column known) {
        NumberColumn numbers = built.numbers[index];
        TextColumn texts = built.texts[index];
        String fill = known.fill().orElse(null);
        if (numbers != null && fill != null) {
            numbers.fill(Double.parseDouble(fill));
        } else if (texts != null) {
            texts.number(Categories.like(built.plan, index, texts, known.categories()).numbers);
            if (fill != null) {
                texts.fill(known.categories().indexOf(fill));
            }
        }
    }
}
