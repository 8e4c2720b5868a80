package org.fascicle.app.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;

/**
 * All variants of a model: the product of what is varied, each checked before the first is trained. Immutable.
 *
 * @param variants in the order of what was written; the last varies fastest
 * @param paths what is varied
 * @param remarks what was left out, and why, as sentences
 * @param techniques those that the variants name, with their versions
 */
public record Grid(List<Variant> variants, List<String> paths, List<String> remarks, List<String> techniques) {
    private static final Set<String> FIXED = Set.of("data", "metrics", "weighted_metrics", "fascicle");
    private static final String SEED = "training.seed";

    /** A grid; the lists are copied. */
    public Grid {
        variants = List.copyOf(variants);
        paths = List.copyOf(paths);
        remarks = List.copyOf(remarks);
        techniques = List.copyOf(techniques);
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
        return new Crossing(fascicle, new Installed(techniques), origin).grid(base, variations);
    }
}
