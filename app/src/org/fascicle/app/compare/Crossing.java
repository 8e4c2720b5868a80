package org.fascicle.app.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;

/** Makes a grid. It knows the techniques that are installed, and is not kept: one may leave. Used once. */
final class Crossing {
    private static final int MOST = 10_000;

    private final List<Variant> variants = new ArrayList<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<String> paths = new ArrayList<>();
    private final Fascicle fascicle;
    private final Installed installed;
    private final Definition origin;

    Crossing(Fascicle fascicle, Installed installed, Definition origin) {
        this.fascicle = fascicle;
        this.installed = installed;
        this.origin = origin;
    }

    /** Combines each value of what is varied with each of the others. */
    Grid grid(Map<String, Object> base, List<Variation> variations) {
        product(variations, 0, new LinkedHashMap<>(), base, new LinkedHashSet<>());
        if (variants.isEmpty()) {
            throw new InputException(null, null, "nothing is left to compare: " + String.join("; ", remarks), null);
        }
        return new Grid(variants, paths, List.copyOf(remarks), installed.namedIn(variants.stream().map(Variant::tree).toList()));
    }

    private void product(List<Variation> variations, int at, Map<String, String> settings, Map<String, Object> tree,
            Set<String> all) {
        if (at == variations.size()) {
            add(settings, tree, all);
            return;
        }
        Variation variation = variations.get(at);
        if (!paths.contains(variation.path())) {
            paths.add(variation.path());
        }
        List<Spot> spots = chosen(variation, new PathSearch(installed, tree, variation.path()).spots());
        for (String value : values(variation, spots, all)) {
            Map<String, Object> changed = JsonValues.copyOf(tree);
            spots.forEach(spot -> spot.set(changed, JsonValues.copy(Variation.parse(value))));
            Map<String, String> more = new LinkedHashMap<>(settings);
            more.put(variation.path(), value);
            product(variations, at + 1, more, changed, all);
        }
    }

    private void add(Map<String, String> settings, Map<String, Object> tree, Set<String> all) {
        Variant variant = new Variant(settings, tree);
        try {
            fascicle.json(variant.definition(origin, 0));
        } catch (InputException e) {
            if (settings.entrySet().stream().noneMatch(each -> all.contains(each.getKey() + "=" + each.getValue()))) {
                throw e;
            }
            remarks.add(variant.label() + " is left out: " + e.problem());
            return;
        }
        if (variants.size() == MOST) {
            throw new InputException("there are more than " + MOST + " variants");
        }
        variants.add(variant);
    }

    /** Without the outputs' activations, where each layer is meant: the loss needs those. */
    private List<Spot> chosen(Variation variation, List<Spot> spots) {
        if (!variation.path().startsWith("network.*") || spots.get(0).kind() != Kind.ACTIVATION) {
            return spots;
        }
        List<Spot> inner = new ArrayList<>();
        for (Spot spot : spots) {
            if (spot.output()) {
                remarks.add(spot.layer() + " keeps its activation: it is an output, and the loss needs that");
            } else {
                inner.add(spot);
            }
        }
        if (inner.isEmpty()) {
            throw new InputException("--vary " + variation.path(), null, "only outputs have it set, and the loss needs theirs",
                    "Name a layer: --vary network.0.activation=…");
        }
        return inner;
    }

    private List<String> values(Variation variation, List<Spot> spots, Set<String> all) {
        Set<String> values = new LinkedHashSet<>();
        for (String value : variation.values()) {
            if (value.equals(Variation.ALL)) {
                for (String each : all(variation, spots)) {
                    if (values.add(each)) {
                        all.add(variation.path() + "=" + each);
                    }
                }
            } else if (!values.add(value)) {
                throw new InputException(variation.with(value), null, "the value is there twice", "Remove one of them");
            }
        }
        return List.copyOf(values);
    }

    private List<String> all(Variation variation, List<Spot> spots) {
        Spot first = spots.get(0);
        Option option = first.option();
        List<String> names = new ArrayList<>();
        if (first.kind() != null && spots.stream().allMatch(spot -> spot.kind() == first.kind())) {
            installed.ofKind(first.kind()).forEach((name, refusal) -> {
                if (refusal.isEmpty()) {
                    names.add(name);
                } else {
                    remarks.add(variation.path() + "=" + name + " is left out: " + refusal);
                }
            });
        } else if (option != null && option.type() == Option.Type.FLAG) {
            names.addAll(List.of("true", "false"));
        } else if (option != null) {
            names.addAll(option.choices());
        }
        if (names.isEmpty()) {
            throw new InputException(variation.with(Variation.ALL), null,
                    first.kind() != null ? "no " + first.kind() + " is installed that needs no options"
                            : "no techniques stand there" + (option == null ? "" : ", but " + option.expectation()),
                    "Write the values, with commas between them");
        }
        return names;
    }
}
