package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Scale;
import org.fascicle.api.technique.Kind;

/** Reads a model file's data: their source, and the options that every source has. */
final class DataReader {
    private static final String VALIDATION = "validation";
    private static final String SCALE = "scale";
    private static final String TARGET = "target";
    private static final String STRATIFY = "stratify";
    private static final String SHUFFLE = "shuffle";
    private static final String ONLY = "only_classes";

    private final TechniqueReader techniques;

    DataReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    DataSpec read(Place place) {
        TechniqueReader.Read read = techniques.readWithCommon(place, Kind.DATA);
        DataSpec data = DataSpec.of(read.spec);
        Place given = read.given;
        if (given == null) {
            return data;
        }
        if (given.gives(VALIDATION)) {
            data = data.validated(new ValidationReader(techniques).read(given.at(VALIDATION), read.spec));
        }
        if (given.gives(SCALE)) {
            data = data.scaled(scale(given.at(SCALE)));
        }
        if (given.gives(TARGET)) {
            data = data.aiming(given.at(TARGET).choice(List.of(DataSpec.FEATURES)));
        }
        if (given.gives(STRATIFY)) {
            requireCut(data, given.at(STRATIFY));
            data = data.stratified(given.at(STRATIFY).flag());
        }
        if (given.gives(SHUFFLE)) {
            requireCut(data, given.at(SHUFFLE));
            data = data.shuffled(given.at(SHUFFLE).flag());
        }
        return given.gives(ONLY) ? data.restricted(classes(given.at(ONLY))) : data;
    }

    // What says how rows are cut off says nothing of others.
    private static void requireCut(DataSpec data, Place option) {
        Validation validation = data.validation();
        if (validation.isAny() && !validation.isCut()) {
            throw option.problem("it says which rows are held back, and "
                    + (validation.column() != null ? "the column '" + validation.column() + "' says that already"
                            : "the rows to validate with are others"),
                    "Remove it");
        }
    }

    private static Scale scale(Place place) {
        List<String> names = Arrays.stream(Scale.values())
                .map(Scale::toString).collect(Collectors.toList());
        return Scale.values()[names.indexOf(place.choice(names))];
    }

    private static List<Integer> classes(Place place) {
        if (!place.node().isArray() || place.node().isEmpty()) {
            throw place.mismatch("a list of classes, like [0, 1]");
        }
        List<Integer> classes = new ArrayList<>();
        for (Place item : place.items()) {
            int label = item.integerFrom(0);
            if (classes.contains(label)) {
                throw item.problem("the class " + label + " is there twice", "Remove one of them");
            }
            classes.add(label);
        }
        return classes;
    }
}
