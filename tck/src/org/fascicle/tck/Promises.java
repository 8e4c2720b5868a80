package org.fascicle.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.technique.Techniques;
import org.fascicle.tck.check.Unmet;
import org.fascicle.tck.contract.Contract;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** The contracts of bundles: as derived now, as the bundles carry them, and as they were released. Used by one thread. */
final class Promises {
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
    void release(List<Path> files, List<Guest> guests) {
        for (Path file : files) {
            Contract contract = earlier(file);
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
        carried.ifPresent(text -> findings.check(guest.symbolicName(), "", "contract", () -> {
            String changes = of(guest).since(Contract.read(text, Contract.ENTRY)).stream().map(Object::toString)
                    .collect(Collectors.joining("; "));
            Unmet.require(changes.isEmpty(), "it is not what " + Contract.ENTRY + " says: " + changes);
        }));
        if (before != null) {
            findings.check(guest.symbolicName(), "", "release", () -> {
                List<String> problems = of(guest).problems(before);
                Unmet.require(problems.isEmpty(), String.join("\n  ", problems));
            });
        }
    }

    private Contract earlier(Path file) {
        if (file.toString().endsWith(".json")) {
            try {
                return Contract.read(Files.readString(file), file.toString());
            } catch (IOException e) {
                throw new InputException(file.toString(), null, "cannot be read: " + e.getMessage(), null);
            }
        }
        return new Guest(file).contract().map(text -> Contract.read(text, file + "!" + Contract.ENTRY))
                .orElseGet(() -> of(file));
    }

    private Contract of(Guest guest) {
        List<TechniqueType> types = guest.announcements().stream().map(
                each -> techniques.find(each.kind(), each.qualifiedName(), "[" + each.version() + "," + each.version() + "]"))
                .collect(Collectors.toList());
        return Contract.of(guest.symbolicName(), guest.version(), types, reference);
    }

    private void takeOut(Guests guests) {
        try {
            guests.uninstall();
            guests.restore();
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not take the bundle out again: " + e.getMessage(), e);
        }
    }
}
