package org.fascicle.core.registry;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;

/** Techniques for tests without a framework; answers and refuses as the registry does. */
public final class FixedTechniques implements InstalledTechniques {
    private final List<Offer> offers;

    /** Of types, each offered by its own provider. */
    public FixedTechniques(TechniqueType... types) {
        this.offers = Arrays.stream(types).map(type -> new Offer(type, type.provider())).collect(Collectors.toList());
    }

    /** Of annotated records. */
    public static FixedTechniques of(Class<?>... records) {
        return new FixedTechniques(Arrays.stream(records).map(TechniqueType::of).toArray(TechniqueType[]::new));
    }

    Collection<Offer> offers() {
        return offers;
    }

    @Override
    public Collection<TechniqueType> all() {
        return offers.stream().sorted(Offer.ORDER).map(Offer::type).collect(Collectors.toList());
    }

    @Override
    public TechniqueType find(Kind kind, String name, String range) {
        return new Lookup(offers, Dormant.NONE).find(kind, name, range);
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public void awaitChange(long seen, long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos);
    }
}
