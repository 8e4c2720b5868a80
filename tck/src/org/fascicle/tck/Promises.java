package org.fascicle.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.tck.check.Unmet;
import org.fascicle.tck.contract.Contract;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The contracts of bundles: as derived now, as the bundles carry them, and as they were released. Used by one thread. */
final class Promises {
    static final String CONTRACT = "contract";
    static final String RELEASE = "release";

    private final BundleContext context;
    private final Admission admission;
    private final Techniques techniques;
    private final Backend reference;
    private final Map<String, Contract> released = new TreeMap<>();

    Promises(BundleContext context, Admission admission, Techniques techniques, Backend reference) {
        this.context = context;
        this.admission = admission;
        this.techniques = techniques;
        this.reference = reference;
    }

    /**
     * Reads what was released: a contract, or a jar, which carries one or is installed to derive it.
     *
     * @param guests one of which each must be an earlier release of
     */
    void release(List<Path> files, List<Guest> guests, Findings findings) {
        for (Path file : files) {
            Contract contract = earlier(file, findings);
            if (contract == null) {
                continue;
            }
            if (guests.stream().noneMatch(guest -> guest.symbolicName().equals(contract.bundle()))) {
                throw new InputException(file.toString(), null, "is an earlier release of " + contract.bundle()
                        + ", which is not among the bundles that are checked", null);
            }
            released.put(contract.bundle(), contract);
        }
    }

    /** The contract of a bundle that is installed for this alone. */
    Contract of(Path jar) {
        Guests guests = new Guests(context, admission, List.of(jar));
        Guest guest = guests.all().get(0);
        try {
            guests.replace();
            guest.install(admission);
            guest.start();
            if (guest.announcements().isEmpty()) {
                throw new InputException(jar.toString(), null, "announces no technique", null);
            }
            return of(guest);
        } catch (BundleException e) {
            throw new InputException(jar.toString(), null, "does not start: " + e.getMessage(), null);
        } finally {
            takeOut(guests);
        }
    }

    /** Checks that the contract that a bundle carries is the one derived from it, if it carries one. */
    void check(Guest guest, Findings findings) {
        Optional<String> carried = guest.contract();
        Contract before = released.get(guest.symbolicName());
        carried.ifPresent(text -> findings.check(guest.symbolicName(), "", CONTRACT, () -> {
            requireWhole(guest, findings);
            String changes = of(guest).since(Contract.read(text, Contract.ENTRY)).stream().map(Object::toString)
                    .collect(Collectors.joining("; "));
            Unmet.require(changes.isEmpty(), "it is not what " + Contract.ENTRY + " says: " + changes);
        }));
        if (before != null) {
            findings.check(guest.symbolicName(), "", RELEASE, () -> {
                requireWhole(guest, findings);
                List<String> problems = of(guest).problems(before);
                Unmet.require(problems.isEmpty(), String.join("\n  ", problems));
            });
        }
    }

    private static void requireWhole(Guest guest, Findings findings) {
        List<String> cut = findings.cutShort(guest.symbolicName());
        if (!cut.isEmpty()) {
            throw Unmet.skipped(
                    "no contract is derived, as these techniques could not be checked to the end: " + String.join(", ", cut));
        }
    }

    /** Null if it could not be derived, which is a finding. */
    private @Nullable Contract earlier(Path file, Findings findings) {
        if (file.toString().endsWith(".json")) {
            try {
                return Contract.read(Files.readString(file), file.toString());
            } catch (IOException e) {
                throw new InputException(file.toString(), null, "cannot be read: " + e.getMessage(), null);
            }
        }
        Guest guest = new Guest(file);
        Optional<String> carried = guest.contract();
        if (carried.isPresent()) {
            return Contract.read(carried.get(), file + "!" + Contract.ENTRY);
        }
        AtomicReference<@Nullable Contract> derived = new AtomicReference<>();
        if (findings.made(guest.symbolicName(), "", RELEASE).isEmpty()) {
            findings.prepare(guest.symbolicName(), RELEASE, () -> derived.set(of(file)));
        }
        return derived.get();
    }

    private Contract of(Guest guest) {
        List<TechniqueType> types = guest.announcements().stream().map(
                each -> techniques.find(each.kind(), each.qualifiedName(), "[" + each.version() + "," + each.version() + "]"))
                .collect(Collectors.toList());
        return Contract.of(guest.symbolicName(), guest.version(), types, reference);
    }

    private void takeOut(Guests guests) {
        try {
            for (Guest guest : guests.all()) {
                guests.uninstall(guest);
            }
            guests.collect();
            guests.restore();
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not take the bundle out again: " + e.getMessage(), e);
        }
    }
}
