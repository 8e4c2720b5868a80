package org.fascicle.core.registry;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;

/** Techniques that come and go in a test without a framework; answers and refuses as the registry does. */
public final class Shelf implements InstalledTechniques {
    private final List<Offer> offers = new CopyOnWriteArrayList<>();
    private long changes;

    /** A shelf with some techniques on it. */
    public Shelf(Collection<TechniqueType> types) {
        types.forEach(type -> offers.add(new Offer(type, type.provider())));
    }

    /** The type of a record in a version. */
    public static TechniqueType type(Class<?> technique, String version) {
        String name = technique.getAnnotation(Technique.class).value();
        String[] parts = name.split(":");
        return new TechniqueType.Builder(Kind.of(technique).orElseThrow(), parts[parts.length - 1], () -> technique)
                .namespace(parts.length > 1 ? parts[0] : TechniqueType.FASCICLE).version(version).provider("tests." + version)
                .build();
    }

    /** Something comes. */
    public synchronized void add(TechniqueType... types) {
        Arrays.stream(types).forEach(type -> offers.add(new Offer(type, type.provider())));
        changed();
    }

    /** A version of a technique goes. */
    public synchronized void remove(String name, String version) {
        if (!offers.removeIf(offer -> offer.name().equals(name) && offer.version().toString().equals(version))) {
            throw new IllegalArgumentException(name + " " + version + " is not there");
        }
        changed();
    }

    /** All goes. */
    public synchronized void clear() {
        offers.clear();
        changed();
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    @Override
    public synchronized long changes() {
        return changes;
    }

    @Override
    public synchronized void awaitChange(long seen, long nanos) throws InterruptedException {
        if (changes == seen) {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
    }

    @Override
    public Collection<TechniqueType> all() {
        return offers.stream().sorted(Offer.ORDER).map(Offer::type).collect(Collectors.toList());
    }

    @Override
    public TechniqueType find(Kind kind, String name, String range) {
        return new Lookup(offers, Dormant.NONE).find(kind, name, range);
    }
}
