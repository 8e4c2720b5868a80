package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.jspecify.annotations.Nullable;

/** What is done with each column of a table. Immutable. */
public final class Plan {
    private static final String AUTO = "auto";
    private static final int LISTED = 12;

    final String file;
    final boolean named;
    final List<String> names;
    /** What probably names the columns, for messages; empty if nothing does, or if it is known. */
    private final List<String> shown;
    final Role[] roles;
    final Form[] forms;
    /** Whether labels are texts, though they look like numbers. */
    final boolean[] literal;
    /** What a model says of each column; null where it says nothing. */
    final @Nullable Column[] known;
    /** The columns that go into the network, in its order. */
    final int[] features;
    final int[] targets;

    private Plan(String file, boolean named, List<String> names, List<String> shown, Role[] roles, Form[] forms,
            boolean[] literal,
            @Nullable Column[] known, int[] features, int[] targets) {
        this.file = file;
        this.named = named;
        this.names = names;
        this.shown = shown;
        this.roles = roles;
        this.forms = forms;
        this.literal = literal;
        this.known = known;
        this.features = features;
        this.targets = targets;
    }

    /**
     * What options say of a table.
     *
     * @param first the cells of its first line
     * @param named whether they name the columns; null if that is not known yet
     * @param texts the columns that were found to have cells that are no numbers
     */
    public static Plan of(String file, TableOptions options, List<String> first, @Nullable Boolean named, Set<Integer> texts) {
        boolean shown = named == null && first.stream().noneMatch(cell -> Double.isFinite(Decimal.parse(cell, options.decimal)));
        Plan plan = new Making(file, Boolean.TRUE.equals(named) ? first : null, first.size()).plan(options, texts,
                shown ? first : List.of());
        Filling.check(plan, options);
        return plan;
    }

    /**
     * The columns of a table as a model means them.
     *
     * @param first the cells of its first line
     * @param named whether they name the columns
     * @param needsTargets whether the columns to predict must be there
     */
    public static Plan of(String file, TableOptions options, List<String> first, boolean named, Meaning meaning,
            boolean needsTargets) {
        Making making = new Making(file, named ? first : null, first.size());
        return named && meaning.isNamed() ? making.byName(options, meaning, needsTargets)
                : making.byPlace(options, meaning, needsTargets);
    }

    /** The columns that a table without names has, by its width; none if it fits nothing. */
    private static List<Column> placed(Meaning meaning, int width, boolean needsTargets) {
        List<Column> all = meaning.columns();
        List<Column> without = all.stream().filter(each -> each.role() != Role.TARGET).collect(Collectors.toList());
        List<Column> features = meaning.columns(Role.FEATURE);
        return all.size() == width ? all
                : !needsTargets && without.size() == width ? without
                : !needsTargets && features.size() == width ? features : List.of();
    }

    /**
     * Whether the first line of a table names columns that a model knows by their places alone: it has texts, and no number, where
     * numbers belong.
     */
    public static boolean isHeading(List<String> first, Meaning meaning, TableOptions options, boolean needsTargets) {
        List<Column> columns = placed(meaning, first.size(), needsTargets);
        boolean any = false;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            boolean number = column.role() == Role.FEATURE && column.form() == Form.NUMBER;
            String cell = first.get(i);
            if (number && Double.isFinite(Decimal.parse(cell, options.decimal))) {
                return false;
            }
            any |= number && !HeaderGuess.isNothing(cell, options);
        }
        return any;
    }

    /** Whether something says that columns without numbers are categories. */
    static boolean isAuto(TableOptions options) {
        return options.categorical.contains(AUTO);
    }

    /** Whether a text can be nothing but the name of a column. */
    public static boolean isName(String column) {
        String digits = column.startsWith("-") ? column.substring(1) : column;
        return digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** How many columns there are. */
    public int width() {
        return roles.length;
    }

    /** Whether the cells of a column have several classes each, or none. */
    boolean isSeparated(int column) {
        return forms[column] == Form.MULTI_HOT && targets.length == 1;
    }

    /** The column of a role that one column has at most; −1 if none has it. */
    int only(Role role) {
        return Arrays.asList(roles).indexOf(role);
    }

    /** A problem with a cell. */
    InputException problem(long line, int column, String problem, @Nullable String remedy) {
        return new InputException(file, "line " + line + ", column " + column + name(column),
                problem, remedy);
    }

    /** How a column is named in a model file. */
    String quoted(int column) {
        return "\"" + (shown.isEmpty() ? names : shown).get(column) + "\"";
    }

    /** The same, now that it is known that nothing names the columns. */
    Plan unnamed() {
        return new Plan(file, named, names, List.of(), roles, forms, literal, known, features, targets);
    }

    private String name(int column) {
        return named ? " (" + names.get(column) + ")" : shown.isEmpty() ? "" : " (" + shown.get(column) + ")";
    }

    /** Some names for a message. */
    public static String listed(List<String> names) {
        String first = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() <= LISTED ? first : first + " and " + (names.size() - LISTED) + " more";
    }

    /** Makes one. */
    private static final class Making {
        private final String file;
        private final @Nullable List<String> given;
        private final int width;
        private final Role[] roles;
        private final Form[] forms;
        private final boolean[] literal;
        private final @Nullable Column[] known;

        Making(String file, @Nullable List<String> given, int width) {
            this.file = file;
            this.given = given;
            this.width = width;
            roles = new Role[width];
            forms = new Form[width];
            literal = new boolean[width];
            known = new Column[width];
            Arrays.fill(forms, Form.NUMBER);
        }

        Plan plan(TableOptions options, Set<Integer> texts, List<String> shown) {
            requireDifferent();
            options.label.forEach(name -> assign(name, Role.TARGET, "label"));
            options.ignore.forEach(name -> assign(name, Role.IGNORED, "ignore"));
            Optional.ofNullable(options.weight).ifPresent(name -> assign(name, Role.WEIGHT, "weight"));
            Optional.ofNullable(options.id).ifPresent(name -> assign(name, Role.ID, "id"));
            Optional.ofNullable(options.split).ifPresent(name -> assign(name, Role.SPLIT, "validation"));
            options.features.forEach(name -> assign(name, Role.FEATURE, "features"));
            for (int column = 0; column < width; column++) {
                if (roles[column] == null) {
                    roles[column] = options.features.isEmpty() ? Role.FEATURE : Role.IGNORED;
                }
                if (roles[column] == Role.TARGET && !options.regression) {
                    forms[column] = options.labelSeparator == null ? Form.INDEX : Form.MULTI_HOT;
                } else if (roles[column] == Role.FEATURE && texts.contains(column)) {
                    forms[column] = options.form;
                } else if (roles[column] == Role.SPLIT) {
                    forms[column] = Form.INDEX;
                }
            }
            categorical(options);
            requireNames();
            int[] features = of(Role.FEATURE);
            if (features.length == 0) {
                throw new InputException(file, null, width == 1
                        ? "there is one column only; a label and at least one feature are needed"
                        : "there is no column left for the network: each of the " + width + " is for something else",
                        "Is the delimiter right?");
            }
            return new Plan(file, given != null, names(), shown, roles, forms, literal, known, features, of(Role.TARGET));
        }

        private void categorical(TableOptions options) {
            for (String name : options.categorical) {
                if (name.equals(AUTO) && (given == null || !given.contains(AUTO))) {
                    continue;
                }
                int column = find(name, "categorical");
                literal[column] = true;
                if (roles[column] == Role.FEATURE) {
                    forms[column] = options.form;
                } else if (roles[column] != Role.TARGET || options.regression) {
                    throw new InputException(file, null, "the column '" + name + "' is in \"categorical\", and is no feature",
                            "It is for: " + roles[column]);
                }
            }
        }

        private void assign(String name, Role role, String option) {
            int column = find(name, option);
            if (roles[column] != null) {
                throw new InputException(file, null, "the column '" + name + "' is named twice: in \"" + option
                        + "\", and as " + roles[column], "Each column is for one thing");
            }
            roles[column] = role;
        }

        Plan byName(TableOptions options, Meaning meaning, boolean needsTargets) {
            requireDifferent();
            List<String> own = given == null ? List.of() : given;
            List<String> extra = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                String name = own.get(column);
                Column same = meaning.columns().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
                if (name.equals(options.split)) {
                    roles[column] = Role.SPLIT;
                    forms[column] = Form.INDEX;
                } else if (same != null) {
                    take(column, same);
                } else {
                    roles[column] = Role.IGNORED;
                    boolean left = options.ignore.contains(name) || name.isEmpty() && options.ignore.contains("" + column);
                    if (!left) {
                        extra.add(name);
                    }
                }
            }
            List<String> lacking = meaning.columns().stream()
                    .filter(each -> isNeeded(each, needsTargets) && !own.contains(each.name()))
                    .map(Column::name).collect(Collectors.toList());
            if (options.split != null && !own.contains(options.split)) {
                find(options.split, "validation");
            }
            if (!extra.isEmpty() || !lacking.isEmpty()) {
                throw misfit(extra, lacking, meaning, needsTargets);
            }
            return mapped(meaning, true);
        }

        private InputException misfit(List<String> extra, List<String> lacking, Meaning meaning, boolean needsTargets) {
            List<String> wanted = meaning.columns().stream().filter(each -> isNeeded(each, needsTargets))
                    .map(Column::name).collect(Collectors.toList());
            String what = (lacking.isEmpty() ? "" : "missing: " + listed(lacking))
                    + (lacking.isEmpty() || extra.isEmpty() ? "" : "; ") + (extra.isEmpty() ? "" : "not known: " + listed(extra));
            String hint = extra.isEmpty() || lacking.isEmpty() ? null : Nearest.hint(extra.get(0), lacking);
            return new InputException(file, null, "its columns (" + listed(names()) + ") are not those of the training rows ("
                    + listed(wanted) + "); " + what,
                    hint != null ? "'" + extra.get(0) + "': " + hint
                            : lacking.isEmpty() ? "Name those that are to be left out in \"ignore\""
                            : "Columns are found by their names, in any order");
        }

        Plan byPlace(TableOptions options, Meaning meaning, boolean needsTargets) {
            List<Column> all = meaning.columns();
            List<Column> features = meaning.columns(Role.FEATURE);
            List<Column> present = placed(meaning, width, needsTargets);
            if (present.isEmpty()) {
                throw new InputException(file, null, "it has " + width + " columns, and "
                        + (needsTargets || all.size() == features.size() ? "the training rows have " + all.size()
                                : "the training rows have " + all.size() + ", " + features.size() + " of them features"),
                        meaning.isNamed() ? "With a header line, columns are found by their names: "
                                + listed(features.stream().map(Column::name).collect(Collectors.toList())) : null);
            }
            for (int column = 0; column < width; column++) {
                take(column, present.get(column));
            }
            if (options.split != null) {
                int column = find(options.split, "validation");
                roles[column] = Role.SPLIT;
                forms[column] = Form.INDEX;
            }
            return mapped(meaning, given != null || meaning.isNamed());
        }

        private void take(int column, Column same) {
            // What rows of other files are for is another matter.
            roles[column] = same.role() == Role.SPLIT ? Role.IGNORED : same.role();
            forms[column] = same.form();
            known[column] = same;
        }

        private Plan mapped(Meaning meaning, boolean named) {
            List<String> names = given != null ? names()
                    : IntStream.range(0, width).mapToObj(i -> known[i].name()).collect(Collectors.toList());
            int[] features = ordered(meaning.columns(Role.FEATURE));
            int[] targets = ordered(meaning.columns(Role.TARGET));
            return new Plan(file, named, names, List.of(), roles, forms, literal, known, features, targets);
        }

        // A column to predict may be missing: then there are no targets at all.
        private int[] ordered(List<Column> columns) {
            int[] places = columns.stream().mapToInt(column -> Arrays.asList(known).indexOf(column)).toArray();
            return Arrays.stream(places).anyMatch(place -> place < 0) ? new int[0] : places;
        }

        private static boolean isNeeded(Column column, boolean needsTargets) {
            return column.role() == Role.FEATURE
                    || needsTargets && (column.role() == Role.TARGET || column.role() == Role.WEIGHT);
        }

        private int find(String name, String option) {
            if (given != null && given.contains(name)) {
                return given.indexOf(name);
            }
            if (isName(name)) {
                throw new InputException(file, null, given == null
                        ? "the column '" + name + "' in \"" + option + "\" is a name, and no header line names the columns"
                        : "there is no column '" + name + "'; the columns are " + listed(given),
                        given == null ? null : Nearest.hint(name, given));
            }
            int index = Integer.parseInt(name);
            int counted = index < 0 ? index + width : index;
            if (counted < 0 || counted >= width) {
                throw new InputException(file, null,
                        "there is no column " + name + "; the columns are 0 to " + (width - 1), null);
            }
            return counted;
        }

        private void requireDifferent() {
            Set<String> seen = new HashSet<>();
            for (String name : given == null ? List.<String>of() : given) {
                if (!name.isEmpty() && !seen.add(name)) {
                    throw new InputException(file, "line 1", "two columns are called '" + name + "'",
                            "Give each one a name of its own");
                }
            }
        }

        private void requireNames() {
            for (int column = 0; given != null && column < width; column++) {
                if (given.get(column).isEmpty() && roles[column] != Role.IGNORED) {
                    throw new InputException(file, "line 1, column " + column, "the column has no name",
                            "Give it one, or leave it out with \"ignore\": [" + column + "]: it may hold row numbers");
                }
            }
        }

        private List<String> names() {
            List<String> names = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                names.add(given == null || given.get(column).isEmpty() ? String.valueOf(column) : given.get(column));
            }
            return names;
        }

        private int[] of(Role role) {
            return IntStream.range(0, width).filter(column -> roles[column] == role).toArray();
        }
    }
}
