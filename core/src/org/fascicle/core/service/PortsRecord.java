package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.data.Signature;
import org.jspecify.annotations.Nullable;

/** How inputs and targets lie in an archive. */
final class PortsRecord {
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String NAME = "name";
    private static final String FEATURES = "features";
    private static final String TARGET = "target";
    private static final String TARGET_TYPE = "target_type";
    private static final String CLASSES = "classes";
    private static final String CLASS_NAMES = "class_names";
    private static final String MEANING = "output_meaning";
    private static final String RECONSTRUCTING = "reconstructing";

    private final Archive archive;
    private final String source;

    PortsRecord(Archive archive, String source) {
        this.archive = archive;
        this.source = source;
    }

    /** Puts a signature into an archive's builder. */
    static Archive.Builder write(Archive.Builder builder, Signature signature) {
        List<Object> inputs = new ArrayList<>();
        signature.inputs().forEach((name, shape) -> {
            // In this order: equal archives are equal files, and the order of an unmodifiable map differs from process to process.
            Map<String, Object> input = new LinkedHashMap<>();
            input.put(NAME, name);
            input.put(FEATURES, list(shape));
            inputs.add(input);
        });
        List<Object> outputs = new ArrayList<>();
        for (Signature.Target target : signature.targets()) {
            Map<String, Object> output = new LinkedHashMap<>();
            output.put(NAME, target.name());
            output.put(TARGET, list(target.shape()));
            output.put(TARGET_TYPE, target.type().toString());
            output.put(CLASSES, (long) target.classes());
            output.put(CLASS_NAMES, new ArrayList<>(target.classNames()));
            target.outputs().ifPresent(meaning -> output.put(MEANING, meaning.name().toLowerCase(Locale.ROOT)));
            outputs.add(output);
        }
        signature.meaning().ifPresent(meaning -> ColumnsRecord.write(builder, meaning));
        return builder.extra(INPUTS, inputs).extra(OUTPUTS, outputs).extra(RECONSTRUCTING, signature.isReconstructing());
    }

    /** The signature that it has. */
    Signature read() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (Map<?, ?> input : maps(INPUTS)) {
            String name = value(input, NAME, String.class);
            if (inputs.put(name, shape(input, FEATURES)) != null) {
                throw damaged("the input '" + name + "' is there twice");
            }
        }
        List<Signature.Target> targets = new ArrayList<>();
        maps(OUTPUTS).forEach(output -> targets.add(target(output)));
        return new Signature(inputs, targets, value(archive.extra(), RECONSTRUCTING, Boolean.class))
                .meaning(ColumnsRecord.read(archive, source));
    }

    private Signature.Target target(Map<?, ?> output) {
        List<String> names = new ArrayList<>();
        for (Object name : value(output, CLASS_NAMES, List.class)) {
            names.add(text(name));
        }
        int classes = classes(output);
        long wanted = classes == 0 ? shape(output, TARGET).size() : classes;
        if (!names.isEmpty() && names.size() != wanted) {
            throw damaged("there are " + wanted + " classes and " + names.size() + " names for them");
        }
        return new Signature.Target(value(output, NAME, String.class), shape(output, TARGET),
                type(value(output, TARGET_TYPE, String.class)), classes, names).outputs(meaning(output));
    }

    // Archives of before, and models that were never trained, do not say it.
    private Domain.@Nullable Outputs meaning(Map<?, ?> output) {
        if (!output.containsKey(MEANING)) {
            return null;
        }
        String name = value(output, MEANING, String.class);
        return Arrays.stream(Domain.Outputs.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst().orElseThrow(() -> damaged("'" + name + "' is no meaning of an output"));
    }

    private String text(Object value) {
        if (!(value instanceof String)) {
            throw damaged("'" + CLASS_NAMES + "' has " + value + ", which is no name");
        }
        return (String) value;
    }

    private Shape shape(Map<?, ?> from, String name) {
        List<?> extents = value(from, name, List.class);
        boolean fits = extents.stream().allMatch(extent -> extent instanceof Long && (Long) extent >= 0
                && (Long) extent <= Integer.MAX_VALUE);
        // One row is an array, so its elements are counted by an int.
        double size = fits ? extents.stream().mapToDouble(extent -> (Long) extent).reduce(1, (a, b) -> a * b) : 0;
        if (!fits || size > Integer.MAX_VALUE) {
            throw damaged("'" + name + "' is no shape of a row: " + extents);
        }
        return Shape.of(extents.stream().mapToInt(extent -> Math.toIntExact((Long) extent)).toArray());
    }

    private int classes(Map<?, ?> from) {
        long classes = value(from, CLASSES, Long.class);
        if (classes < 0 || classes > Integer.MAX_VALUE) {
            throw damaged("'" + CLASSES + "' is no number of classes: " + classes);
        }
        return (int) classes;
    }

    private Type type(String name) {
        if (name.equals(Type.INT32.toString()) || name.equals(Type.REAL.toString())) {
            return name.equals(Type.INT32.toString()) ? Type.INT32 : Type.REAL;
        }
        throw damaged("'" + name + "' is no type of a target");
    }

    private List<Map<?, ?>> maps(String name) {
        List<Map<?, ?>> maps = new ArrayList<>();
        for (Object item : value(archive.extra(), name, List.class)) {
            if (!(item instanceof Map)) {
                throw damaged("'" + name + "' is no list of objects");
            }
            maps.add((Map<?, ?>) item);
        }
        return maps;
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

    private static List<Long> list(Shape shape) {
        List<Long> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add((long) extent);
        }
        return extents;
    }
}
