package org.fascicle.api.data;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** What a column of a table means to a model that was trained on it. Immutable. */
public final class Column {
    /** What a column is for. */
    public enum Role {
        /** Goes into the network. */
        FEATURE,
        /** Is to be predicted. */
        TARGET,
        /** The weight of a row. */
        WEIGHT,
        /** Names a row; it is carried through to predictions. */
        ID,
        /** Says whether a row is trained on, validated with, or for the test. */
        SPLIT,
        /** Is left out. */
        IGNORED;

        /** The name in small letters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How cells become numbers. */
    public enum Form {
        /** They are numbers. */
        NUMBER,
        /** They are categories: as many numbers as there are categories, one of them 1, the others 0. */
        ONE_HOT,
        /** They are categories: the number of the category, from 0. */
        INDEX,
        /** Each is several categories, or none: as many numbers as there are categories, 1 for each that it is, the others 0. */
        MULTI_HOT;

        /** The name in small letters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String name;
    private final Role role;
    private final Form form;
    private final List<String> categories;
    private final double origin;
    private final @Nullable String fill;

    private Column(String name, Role role, Form form, List<String> categories, double origin, @Nullable String fill) {
        this.name = name;
        this.role = role;
        this.form = form;
        this.categories = categories;
        this.origin = origin;
        this.fill = fill;
    }

    /**
     * A column of numbers, or one whose cells are not read.
     *
     * @param name its name; its index from 0 in a table whose columns have no names
     */
    public static Column number(String name, Role role) {
        return new Column(requireGiven(name, "name"), requireGiven(role, "role"), Form.NUMBER, List.of(), 0, null);
    }

    /**
     * A column of categories, or of classes.
     *
     * @param name its name; its index from 0 in a table whose columns have no names
     * @param form any but {@link Form#NUMBER}
     * @param categories by their numbers
     */
    public static Column category(String name, Role role, Form form, List<String> categories) {
        if (requireGiven(form, "form") == Form.NUMBER) {
            throw new InputException("the column '" + name + "' has categories, so it is not of numbers");
        }
        return new Column(requireGiven(name, "name"), requireGiven(role, "role"), form, Check.classNames(categories), 0, null);
    }

    /** With a number that is subtracted from each of its own before that is rounded to 32 bits. */
    public Column origin(double from) {
        if (!Double.isFinite(from) || form != Form.NUMBER) {
            throw new InputException("the column '" + name + "' cannot begin at " + from);
        }
        return new Column(name, role, form, categories, from, fill);
    }

    /** With what stands for a missing cell: a number as text, or a category. */
    public Column fill(String value) {
        requireGiven(value, "value");
        if (form != Form.NUMBER && !categories.contains(value)) {
            throw new InputException("the column '" + name + "' has no category '" + value + "' to fill it with");
        }
        return new Column(name, role, form, categories, origin, value);
    }

    /** Its name; its index from 0 in a table whose columns have no names. */
    public String name() {
        return name;
    }

    /** What it is for. */
    public Role role() {
        return role;
    }

    /** How its cells become numbers. */
    public Form form() {
        return form;
    }

    /** Its categories, by their numbers; empty for numbers. */
    public List<String> categories() {
        return categories;
    }

    /** What is subtracted from each number, in 64 bits, before it is rounded to 32 bits; 0 for nearly all columns. */
    public double origin() {
        return origin;
    }

    /** What stands for a missing cell; empty if none may be missing. */
    public Optional<String> fill() {
        return Optional.ofNullable(fill);
    }

    /** How many numbers it is for the network. */
    public int width() {
        return form == Form.ONE_HOT || form == Form.MULTI_HOT ? categories.size() : 1;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Column)) {
            return false;
        }
        Column that = (Column) other;
        return name.equals(that.name) && role == that.role && form == that.form && categories.equals(that.categories)
                && origin == that.origin && Objects.equals(fill, that.fill);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, role, form, categories, origin, fill);
    }

    @Override
    public String toString() {
        return role + " " + name + " " + form + (categories.isEmpty() ? "" : " " + categories)
                + (fill == null ? "" : ", " + fill + " where it is missing");
    }
}
