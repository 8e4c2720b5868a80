package org.fascicle.core.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.VersionRange;

/** Chooses among offers, or says why it cannot. */
final class Lookup {
    private static final String PREFIX = TechniqueType.FASCICLE + ":";
    private static final String LIST = "Is its bundle installed and started?";

    private final Collection<Offer> offers;
    private final Dormant dormant;

    /**
     * A lookup.
     *
     * @param offers what there is
     * @param dormant says of what there is not whether a bundle that is installed would offer it
     */
    Lookup(Collection<Offer> offers, Dormant dormant) {
        this.offers = offers;
        this.dormant = dormant;
    }

    /** Whether {@link #find} finds one. Cheap. */
    boolean has(Kind kind, String name, @Nullable String range) {
        String plain = plain(name);
        Predicate<Offer> permitted;
        try {
            permitted = permitted(range);
        } catch (InputException e) {
            return false;
        }
        List<Offer> named = called(kind, plain);
        List<Offer> fitting = named.stream().filter(permitted).collect(Collectors.toList());
        return isOne(named) && !fitting.isEmpty()
                && (fitting.size() == 1 || !fitting.get(1).version().equals(fitting.get(0).version()));
    }

    /** As {@link org.fascicle.api.technique.Techniques#find} promises. */
    TechniqueType find(Kind kind, String name, @Nullable String range) {
        String plain = plain(name);
        Predicate<Offer> permitted = permitted(range);
        List<Offer> named = called(kind, plain);
        if (named.isEmpty()) {
            throw unknown(kind, plain, range);
        } else if (!isOne(named)) {
            Offer first = named.get(0);
            Offer second = named.stream().filter(offer -> !offer.name().equals(first.name())).findFirst().orElseThrow();
            throw new InputException(null, null, "'" + plain + "' stands for the " + KindNames.noun(kind) + " '" + first.name()
                    + "' of " + first.provider() + " and for '" + second.name() + "' of " + second.provider(),
                    "Write the name of the one that is meant");
        }
        List<Offer> fitting = named.stream().filter(permitted).collect(Collectors.toList());
        if (fitting.isEmpty()) {
            String would = dormant.wouldOffer(kind, plain, range);
            throw new InputException(null, null, "no installed version of the " + KindNames.noun(kind) + " '" + plain
                    + "' is in " + range,
                    "Installed: " + versions(named) + (would == null ? "" : ". " + would));
        }
        Offer best = fitting.get(0);
        if (fitting.size() > 1 && fitting.get(1).version().equals(best.version())) {
            throw new InputException(null, null, "the " + KindNames.noun(kind) + " '" + plain + "' " + best.version()
                    + " is provided twice, by " + best.provider() + " and by " + fitting.get(1).provider(),
                    "Uninstall one of them");
        }
        return best.type();
    }

    /** The offers of a name: those that bear it, or else those that it is an alias of. */
    private List<Offer> called(Kind kind, String name) {
        List<Offer> named = sorted(offer -> offer.is(kind, name));
        return named.isEmpty() ? sorted(offer -> offer.isCalled(kind, name)) : named;
    }

    /** Whether offers are of one technique. */
    private static boolean isOne(List<Offer> offers) {
        return offers.stream().map(Offer::name).distinct().count() <= 1;
    }

    private static String plain(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private InputException unknown(Kind kind, String name, @Nullable String range) {
        String would = dormant.wouldOffer(kind, name, range);
        if (would != null) {
            return new InputException(null, null, "there is no " + KindNames.noun(kind) + " '" + name + "'", would);
        }
        Optional<Offer> other = offers.stream().filter(offer -> offer.type().isCalled(name)).min(Offer.ORDER);
        if (other.isPresent()) {
            return new InputException(null, null,
                    "'" + name + "' is " + KindNames.withArticle(other.get().type().kind()) + ", not "
                            + KindNames.withArticle(kind),
                    LIST);
        }
        List<String> names = sorted(offer -> offer.is(kind)).stream()
                .flatMap(offer -> offer.names().stream()).distinct().collect(Collectors.toList());
        String hint = Nearest.hint(name, names);
        String noun = KindNames.noun(kind);
        String problem = names.isEmpty()
                ? "there is no " + noun + " '" + name + "': no " + noun + " is installed at all"
                : "there is no " + noun + " '" + name + "'";
        return new InputException(null, null, problem, (hint == null ? "" : hint + " ") + LIST);
    }

    private List<Offer> sorted(Predicate<Offer> condition) {
        Comparator<Offer> order = Offer.ORDER.thenComparing(Offer::provider);
        return offers.stream().filter(condition).sorted(order).collect(Collectors.toList());
    }

    private static Predicate<Offer> permitted(@Nullable String range) {
        if (range == null) {
            return offer -> true;
        }
        try {
            if (range.isBlank()) {
                throw new IllegalArgumentException("blank");
            }
            VersionRange versions = VersionRange.valueOf(range);
            if (versions.isEmpty()) {
                throw new InputException(null, null, "the version range '" + range + "' is empty",
                        "Write the lower version first, as in [1.0,2)");
            }
            return offer -> versions.includes(offer.version());
        } catch (IllegalArgumentException e) {
            throw new InputException(null, null, "'" + range + "' is no version range",
                    "Write one such as [1.0,2), which means 1.0 or later but below 2, or leave it out");
        }
    }

    private static String versions(List<Offer> named) {
        return named.stream().map(offer -> offer.version().toString()).distinct().collect(Collectors.joining(", "));
    }
}
