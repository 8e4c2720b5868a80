package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How parameters are updated: the optimizer, the techniques around it, and groups that are updated in another way. Immutable. */
public final class UpdateSpec {
    private final TechniqueSpec optimizer;
    private final List<TransformSpec> transforms;
    private final List<ParameterGroup> groups;

    UpdateSpec(TechniqueSpec optimizer, List<TransformSpec> transforms, List<ParameterGroup> groups) {
        this.optimizer = Objects.requireNonNull(optimizer);
        this.transforms = List.copyOf(transforms);
        this.groups = List.copyOf(groups);
    }

    /** The optimizer of all parameters whose group has none of its own. */
    public TechniqueSpec optimizer() {
        return optimizer;
    }

    /** What stands around the optimizer, each around those behind it: what its options ask for, then what the file lists. */
    public List<TransformSpec> transforms() {
        return transforms;
    }

    /** Parameters that are updated in another way; the first group that matches counts. */
    public List<ParameterGroup> groups() {
        return groups;
    }

    /** All techniques that it names, schedules of its own numbers included. */
    public List<TechniqueSpec> techniques() {
        List<TechniqueSpec> all = new ArrayList<>(List.of(optimizer));
        transforms.forEach(transform -> all.add(transform.technique()));
        groups.stream().map(ParameterGroup::optimizer).filter(Objects::nonNull).forEach(all::add);
        numbers().stream().map(NumberSpec::schedule).filter(Objects::nonNull).forEach(all::add);
        return all;
    }

    /** The numbers that stand in it, and not among a technique's options. */
    public List<NumberSpec> numbers() {
        List<NumberSpec> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.numbers()));
        return all;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof UpdateSpec)) {
            return false;
        }
        UpdateSpec that = (UpdateSpec) other;
        return optimizer.equals(that.optimizer) && transforms.equals(that.transforms) && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return Objects.hash(optimizer, transforms, groups);
    }
}
