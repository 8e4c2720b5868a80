package org.fascicle.api.format;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** What a file of another system holds, in our words. Immutable. */
public final class Imported {
    private final String file;
    private final @Nullable Definition definition;
    private final SortedMap<String, Numbers> tensors;
    private final SortedMap<String, double[][]> scaling;
    private final SortedMap<String, List<String>> classes;
    private final @Nullable TrainingState training;
    private final List<String> left;

    private Imported(String file, @Nullable Definition definition, SortedMap<String, Numbers> tensors,
            SortedMap<String, double[][]> scaling, SortedMap<String, List<String>> classes, @Nullable TrainingState training,
            List<String> left) {
        this.file = requireGiven(file, "file");
        this.definition = definition;
        this.tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        this.scaling = Collections.unmodifiableSortedMap(new TreeMap<>(scaling));
        this.classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        this.training = training;
        this.left = List.copyOf(left);
    }

    /**
     * A model.
     *
     * @param file what messages call it
     * @param tensors parameters and states by path
     * @param left what the file says and the definition does not, one line each
     */
    public static Imported model(String file, Definition definition, SortedMap<String, Numbers> tensors, List<String> left) {
        return new Imported(file, requireGiven(definition, "definition"), tensors, new TreeMap<>(), new TreeMap<>(), null, left);
    }

    /** Tensors by themselves. */
    public static Imported weights(String file, SortedMap<String, Numbers> tensors) {
        return new Imported(file, null, tensors, new TreeMap<>(), new TreeMap<>(), null, List.of());
    }

    /**
     * The same, with how raw features of an input are scaled.
     *
     * @param shift what is subtracted from each feature
     * @param factor what the difference is multiplied with
     */
    public Imported scaled(String input, double[] shift, double[] factor) {
        SortedMap<String, double[][]> more = new TreeMap<>(scaling);
        more.put(input, new double[][] {shift.clone(), factor.clone()});
        return new Imported(file, definition, tensors, more, classes, training, left);
    }

    /** The same, with the names of an output's classes, as {@link Model#classes} takes them. */
    public Imported classes(String output, List<String> names) {
        SortedMap<String, List<String>> more = new TreeMap<>(classes);
        more.put(requireGiven(output, "output"), List.copyOf(names));
        return new Imported(file, definition, tensors, scaling, more, training, left);
    }

    /** The same, with what a training of the model has accumulated. */
    public Imported trained(TrainingState state) {
        return new Imported(file, definition, tensors, scaling, classes, requireGiven(state, "state"), left);
    }

    /** The same; more that the file says and that is not taken over, one line each. */
    public Imported without(List<String> more) {
        List<String> all = new ArrayList<>(left);
        all.addAll(requireGiven(more, "more"));
        return new Imported(file, definition, tensors, scaling, classes, training, all);
    }

    /** What the model is; empty for a file with tensors alone. */
    public Optional<Definition> definition() {
        return Optional.ofNullable(definition);
    }

    /** Parameters and states, by path. */
    public SortedMap<String, Numbers> tensors() {
        return tensors;
    }

    /** What a training of the model has accumulated, if the file has it. */
    public Optional<TrainingState> training() {
        return Optional.ofNullable(training);
    }

    /** What the file says and the definition does not, one line each. */
    public List<String> left() {
        return left;
    }

    /**
     * Gives a model these tensors, all that it has and no other, and the scaling of its features and the names of its classes, as far as they
     * are known. It is left as it was unless all tensors fit.
     *
     * @throws InputException if names or shapes differ, with both lists, or if a tensor holds NaN
     */
    public void into(Model model) {
        SortedMap<String, Shape> own = model.tensors();
        if (!own.keySet().equals(tensors.keySet())) {
            throw new InputException(file, null, "its tensors are not those of the model: " + listed(tensors.keySet())
                    + ", and the model has " + listed(own.keySet()), "Name the tensors, or the layers of the model, alike");
        }
        tensors.forEach((path, numbers) -> {
            Shape shape = own.get(path);
            if (shape != null && !shape.equals(numbers.shape())) {
                throw new InputException(file, path, "it has the shape " + numbers.shape() + ", and the model's has " + shape,
                        null);
            }
        });
        tensors.forEach((path, numbers) -> {
            double[] values = numbers.values();
            for (double value : values) {
                if (Double.isNaN(value)) {
                    throw new InputException(file, path, "it holds NaN, which is no number",
                            "Its training had diverged: use an earlier file");
                }
            }
        });
        scaling.forEach((input, pair) -> model.scale(input, pair[0], pair[1]));
        classes.forEach(model::classes);
        tensors.forEach((path, numbers) -> model.tensor(path, numbers.values()));
    }

    private static String listed(Iterable<String> names) {
        String list = String.join(", ", names);
        return list.isEmpty() ? "none" : list;
    }

    /** A tensor whose numbers are read when they are asked for. */
    public interface Numbers {
        /** Its shape, fixed. */
        Shape shape();

        /** Its numbers, row-major, a copy. */
        double[] values();

        /** A tensor in memory, row-major; the array is not copied. */
        static Numbers of(Shape shape, double[] values) {
            return new Numbers() {
                @Override
                public Shape shape() {
                    return shape;
                }

                @Override
                public double[] values() {
                    return values.clone();
                }
            };
        }
    }
}
