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
import org.fascicle.api.technique.Techniques;

/** All variants of a model: the product of what is varied, each checked before the first is trained. Immutable. */
public final class Grid {
    private static final Set<String> FIXED = Set.of("data", "metrics", "weighted_metrics", "fascicle");
    private static final String SEED = "training.seed";
    private static final int MOST = 10_000;

    private final List<Variant> variants = new ArrayList<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private final List<String> paths = new ArrayList<>();
    private final List<String> techniques;
    private final Fascicle fascicle;
    private final Installed installed;
    private final Definition origin;
    private final Map<String, Object> base;

    private Grid(Fascicle fascicle, Techniques techniques, Definition origin, Map<String, Object> base,
            List<Variation> variations) {
        this.fascicle = fascicle;
        this.installed = new Installed(techniques);
        this.origin = origin;
        this.base = base;
        Set<String> all = new LinkedHashSet<>();
        product(variations, 0, new LinkedHashMap<>(), base, all);
        if (variants.isEmpty()) {
            throw new InputException(null, null, "nothing is left to compare: " + String.join("; ", remarks), null);
        }
        this.techniques = installed.namedIn(variants.stream().map(Variant::tree).toList());
    }

    /**
     * The variants of a model.
     *
     * @param origin what messages call the model, and where it lies
     * @param base the definition as values; is not changed
     * @throws InputException if a path leads nowhere, or a value cannot be used there
     */
    public static Grid of(Fascicle fascicle, Techniques techniques, Definition origin, Map<String, Object> base,
            List<Variation> variations) {
        Set<String> seen = new LinkedHashSet<>();
        for (Variation variation : variations) {
            String key = variation.path().split("\\.")[0];
            if (FIXED.contains(key) || variation.path().equals(SEED)) {
                throw new InputException("--vary " + variation.path(), null,
                        "all variants are trained with the same " + (key.equals("training") ? "seeds" : key),
                        key.equals("training") ? "Say --seeds N" : "Compare twice, with --set and another --out");
            } else if (!seen.add(variation.path())) {
                throw new InputException("--vary " + variation.path(), null, "it is varied twice",
                        "Write all its values in one --vary, with commas");
            }
        }
        return new Grid(fascicle, techniques, origin, base, variations);
    }

    /** The variants, in the order of what was written; the last varies fastest. */
    public List<Variant> variants() {
        return variants;
    }

    /** What is varied. */
    public List<String> paths() {
        return paths;
    }

    /** What was left out, and why, as sentences. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** The techniques that the variants name, with their versions. */
    List<String> techniques() {
        return techniques;
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
                    "no techniques stand there" + (option == null ? "" : ", but " + option.expectation()),
                    "Write the values, with commas between them");
        }
        return names;
    }
}
