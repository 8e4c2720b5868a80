package org.fascicle.core.training;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Option;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.NumberSpec;
import org.fascicle.core.model.ParameterGroup;
import org.fascicle.core.model.PathPattern;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.model.UpdateSpec;

/** Which rule updates which parameter: that of the first group that matches, or else the model's optimizer. */
final class UpdateRules {
    /** The option by which an optimizer decays weights itself; others end in it. */
    static final String OWN_DECAY = "weight_decay";
    private static final NumberSpec NONE = NumberSpec.of(0);

    private final ModelSpec model;
    private final UpdateSpec updates;
    private final TechniqueFactory factory;

    UpdateRules(ModelSpec model, TechniqueFactory factory) {
        this.model = model;
        this.updates = model.updates();
        this.factory = factory;
    }

    /** Refuses patterns that match no parameter. */
    void require(Collection<String> paths) {
        Stream.concat(updates.undecayed().stream(), updates.groups().stream().flatMap(group -> group.match().stream()))
                .filter(pattern -> paths.stream().noneMatch(pattern::matches)).findFirst().ifPresent(pattern -> {
                    throw matchesNothing(pattern, paths);
                });
    }

    private InputException matchesNothing(PathPattern pattern, Collection<String> paths) {
        Set<String> known = new LinkedHashSet<>(paths);
        paths.forEach(path -> known.addAll(List.of(path.split("/"))));
        String hint = Nearest.hint(pattern.text(), known);
        return new InputException(model.source(), pattern.pointer(), "no parameter matches \"" + pattern + "\"",
                hint != null ? hint : "The parameters are: " + String.join(", ", paths));
    }

    /** The rule of a parameter. */
    UpdateRule of(String path) {
        ParameterGroup group = updates.groups().stream().filter(each -> each.matches(path)).findFirst().orElse(null);
        boolean own = group != null && group.optimizer() != null;
        TechniqueSpec optimizer = own ? group.optimizer() : updates.optimizer();
        NumberSpec decay = decay(path, group, own);
        List<String> ownDecays = decay == null ? List.of() : ownDecays(optimizer);
        for (String option : ownDecays) {
            optimizer = optimizer.with(option, decay.option());
        }
        boolean around = decay != null && !decay.is(0) && ownDecays.isEmpty();
        return new UpdateRule(optimizer, own ? UpdateTraceScope.SLOTS + "/group_" + updates.groups().indexOf(group)
                : UpdateTraceScope.SLOTS, own, group == null ? null : group.multiplier(), around ? decay : null,
                around || !ownDecays.isEmpty() ? decay.toString() : null);
    }

    /** What is said of the parameter's decay, 0 included; null if nothing is. */
    private NumberSpec decay(String path, ParameterGroup group, boolean own) {
        if (updates.undecayed().stream().anyMatch(pattern -> pattern.matches(path))) {
            return NONE;
        } else if (group != null && group.weightDecay() != null) {
            return group.weightDecay();
        }
        return own ? null : updates.weightDecay();
    }

    // Such an optimizer (adamw, muon, lars) is told the decay: decayed around as well, weights would decay twice.
    private List<String> ownDecays(TechniqueSpec optimizer) {
        return factory.options(optimizer).stream().map(Option::name)
                .filter(name -> name.equals(OWN_DECAY) || name.endsWith("_" + OWN_DECAY)).collect(Collectors.toList());
    }
}
