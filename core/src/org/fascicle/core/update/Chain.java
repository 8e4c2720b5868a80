package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.problem.InputException;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.model.TransformSpec;

/** The techniques around the optimizer in one trace, each around those behind it; lives no longer. */
final class Chain {
    private final List<Link> links = new ArrayList<>();
    private Turns turns = Turns.EACH_STEP;
    private double lossScale = 1;

    /**
     * The chain of a model.
     *
     * @param paths of all trained parameters
     */
    Chain(List<TransformSpec> specs, TechniqueFactory factory, UpdateRules rules, List<String> paths) {
        Set<String> names = new HashSet<>();
        for (TransformSpec spec : specs) {
            String name = spec.technique().name();
            for (int i = 1; !names.add(name); i++) {
                name = spec.technique().name() + "_" + i;
            }
            Link link = new Link(spec, name, turns, factory);
            turns = within(link, rules, paths);
            links.add(turns == link.turns() ? link : link.within(turns));
        }
    }

    /** The links, the outermost first. */
    List<Link> links() {
        return links;
    }

    /** In which steps the optimizer runs. */
    Turns turns() {
        return turns;
    }

    /** What the loss is multiplied with before it is differentiated. */
    double lossScale() {
        return lossScale;
    }

    private Turns within(Link link, UpdateRules rules, List<String> paths) {
        Set<TechniqueSpec> exact = new LinkedHashSet<>();
        paths.forEach(path -> exact.add(rules.of(path).technique(links.size())));
        Turns inner = link.turns();
        for (TechniqueSpec each : exact) {
            if (each != null) {
                Turns its = link.guarded(() -> link.turns().every(link.technique(each).stepsPerUpdate()));
                inner = its == link.turns() ? inner : its;
                double scale = link.guarded(() -> link.technique(each).lossScale());
                requireForAll(scale == 1 || exact.size() == 1, link, "scales the loss");
                lossScale *= scale;
            }
        }
        requireForAll(inner == link.turns() || exact.size() == 1, link, "holds updates back for several steps");
        return inner;
    }

    private static void requireForAll(boolean holds, Link link, String what) {
        if (!holds) {
            TechniqueSpec technique = link.spec().technique();
            throw new InputException(technique.source(), technique.pointer(), "'" + link.name() + "' " + what
                    + ", which it can do for all parameters only",
                    "Let it be for all, without \"match\" or \"exclude\"");
        }
    }
}
