package org.fascicle.core.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.fascicle.core.model.TransformSpec;
import org.fascicle.core.model.UpdateSpec;
import org.jspecify.annotations.Nullable;

/** Which rule updates which parameter: that of the first group that matches, or else the model's. */
final class UpdateRules {
    private static final Double WITHOUT = 0.0;

    private final ModelSpec model;
    private final UpdateSpec updates;
    private final TechniqueFactory factory;
    private final Map<String, UpdateRule> known = new HashMap<>();

    UpdateRules(ModelSpec model, TechniqueFactory factory) {
        this.model = model;
        this.updates = model.updates();
        this.factory = factory;
    }

    /** Refuses patterns that match no parameter. */
    void require(Collection<String> paths) {
        Stream.concat(updates.transforms().stream().flatMap(transform -> transform.patterns().stream()),
                updates.groups().stream().flatMap(group -> group.match().stream()))
                .filter(pattern -> paths.stream().noneMatch(pattern::matches)).findFirst().ifPresent(pattern -> {
                    throw matchesNothing(pattern, paths);
                });
    }

    private InputException matchesNothing(PathPattern pattern, Collection<String> paths) {
        Set<String> names = new LinkedHashSet<>(paths);
        paths.forEach(path -> names.addAll(List.of(path.split("/"))));
        String hint = Nearest.hint(pattern.text(), names);
        return new InputException(model.source(pattern.pointer()), pattern.pointer(), "no parameter matches \"" + pattern + "\"",
                hint != null ? hint : "The parameters are: " + String.join(", ", paths));
    }

    /** The rule of a parameter. */
    UpdateRule of(String path) {
        return known.computeIfAbsent(path, this::rule);
    }

    private UpdateRule rule(String path) {
        ParameterGroup group = updates.groups().stream().filter(each -> each.matches(path)).findFirst().orElse(null);
        TechniqueSpec its = group == null ? null : group.optimizer();
        boolean own = its != null;
        TechniqueSpec optimizer = its == null ? updates.optimizer() : its;
        List<TechniqueSpec> techniques = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (TransformSpec transform : updates.transforms()) {
            if (transform.option() == null) {
                techniques.add(transform.matches(path) ? transform.technique() : null);
                continue;
            }
            Object value = value(transform, path, group, own);
            List<String> itself = value == null ? List.of() : doneItself(optimizer, transform.option());
            for (String option : itself) {
                optimizer = optimizer.with(option, Objects.requireNonNull(value));
            }
            boolean around = itself.isEmpty() && (value == null ? isAskedFor(transform, path, own) : !WITHOUT.equals(value));
            techniques.add(!around ? null : value == null ? transform.technique() : transform.technique(value));
            if (value != null && (around || !itself.isEmpty())) {
                notes.add(transform.option().replace('_', ' ') + " "
                        + (value instanceof TechniqueSpec ? ((TechniqueSpec) value).name() : value));
            }
        }
        return new UpdateRule(optimizer,
                own ? UpdateTraceScope.SLOTS + "/group_" + updates.groups().indexOf(group) : UpdateTraceScope.SLOTS, own,
                group == null ? null : group.multiplier(), techniques, notes);
    }

    /** What is said of the technique's option for a parameter, 0 for without it; null if nothing is. */
    private static @Nullable Object value(TransformSpec transform, String path, @Nullable ParameterGroup group, boolean own) {
        if (!transform.matches(path)) {
            return WITHOUT;
        }
        NumberSpec groups = group == null ? null : group.options().get(transform.option());
        return groups != null ? groups.option() : isAskedFor(transform, path, own) ? transform.value() : null;
    }

    // What belongs to the model's optimizer does not belong to a group's own.
    private static boolean isAskedFor(TransformSpec transform, String path, boolean own) {
        return transform.isGeneral() && !own && transform.matches(path);
    }

    /** The options by which an optimizer does itself what a technique would do around it: both would do it twice. */
    private List<String> doneItself(TechniqueSpec optimizer, String option) {
        return factory.options(optimizer).stream().map(Option::name)
                .filter(name -> name.equals(option) || name.endsWith("_" + option)).collect(Collectors.toList());
    }
}
