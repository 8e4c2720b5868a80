package org.fascicle.core.data;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.DataSpec;

/** The rows of some classes of a source, in its order; the classes are numbered anew, in the order in which they were chosen. */
final class ClassRows implements Rows {
    private final Rows all;
    private final List<Integer> classes;
    private final int[] rows;

    private ClassRows(Rows all, List<Integer> classes) {
        this.all = all;
        this.classes = classes;
        this.rows = IntStream.range(0, all.count()).filter(row -> classes.contains(all.label(row))).toArray();
    }

    /** The data with the rows of the specification's classes alone; as they are if it names none. */
    static Data choose(Data data, DataSpec spec) {
        if (spec.classes().isEmpty()) {
            return data;
        }
        Data chosen = data.training(choose(data.trainingRows(), spec));
        if (data.validation().isPresent()) {
            chosen = chosen.validation(choose((Rows) data.validation().get(), spec));
        }
        return data.test().isPresent() ? chosen.test(choose(data.testRows().orElseThrow(), spec)) : chosen;
    }

    /** The rows of the specification's classes alone; all if it names none. */
    static Rows choose(Rows rows, DataSpec spec) {
        List<Integer> classes = spec.classes();
        int known = rows.classes();
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i) >= known) {
                throw new InputException(spec.source().source(), spec.source().pointer("only_classes") + "/" + i,
                        "there is no class " + classes.get(i), known == 0
                                ? "These data have no classes" : "The data have the classes 0 to " + (known - 1));
            }
        }
        return classes.isEmpty() ? rows : new ClassRows(rows, classes);
    }

    /** The rows of all classes. */
    Rows all() {
        return all;
    }

    /** The number that a row has among these. */
    int number(int row) {
        return rows[row];
    }

    @Override
    public int count() {
        return rows.length;
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public int classes() {
        return classes.size();
    }

    @Override
    public List<String> classNames() {
        List<String> names = all.classNames();
        return names.isEmpty() ? names : classes.stream().map(names::get).collect(Collectors.toList());
    }

    @Override
    public boolean weighted() {
        return all.weighted();
    }

    @Override
    public float weight(int row) {
        return all.weight(rows[row]);
    }

    @Override
    public double unit() {
        return all.unit();
    }

    @Override
    public void features(int row, float[] into, int at) {
        all.features(rows[row], into, at);
    }

    @Override
    public int label(int row) {
        return classes.indexOf(all.label(rows[row]));
    }

    @Override
    public Optional<Meaning> meaning() {
        return all.meaning();
    }

    @Override
    public Optional<String> id(int row) {
        return all.id(rows[row]);
    }

    @Override
    public Optional<String> place(int row) {
        return all.place(rows[row]);
    }

    @Override
    public long bytes() {
        return all.bytes();
    }
}
