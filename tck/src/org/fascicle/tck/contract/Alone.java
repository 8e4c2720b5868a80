package org.fascicle.tck.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.tck.harness.Harness;
import org.jspecify.annotations.Nullable;

/**
 * One technique, with the kit's own in the place of all others that it uses: so its contract does not depend
 * on anybody else's bundle. Immutable.
 */
final class Alone implements Techniques {
    private final TechniqueType own;
    private final List<TechniqueType> all = new ArrayList<>();

    Alone(TechniqueType own) {
        this.own = own;
        Harness.techniques().forEach(each -> all.add(TechniqueType.of(each)));
        all.add(own);
    }

    @Override
    public Collection<TechniqueType> all() {
        return List.copyOf(all);
    }

    @Override
    public TechniqueType find(Kind kind, String name, @Nullable String range) {
        return all.stream().filter(each -> each.kind() == kind && each.qualifiedName().equals(name)).findFirst()
                .or(() -> standIn(kind))
                .orElseThrow(() -> new InputException(null, null, "no " + kind + " stands in for '" + name + "'", null));
    }

    private Optional<TechniqueType> standIn(Kind kind) {
        return all.stream().filter(each -> each != own && each.kind() == kind
                && each.options().stream().noneMatch(Option::isRequired)).findFirst();
    }
}
