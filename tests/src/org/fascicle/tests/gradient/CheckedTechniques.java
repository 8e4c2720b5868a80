package org.fascicle.tests.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Techniques;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.tests.PlatformTest;
import org.junit.jupiter.params.provider.Arguments;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** A test of every technique that is installed, whatever it is. */
abstract class CheckedTechniques extends PlatformTest {
    /** Rows of a batch. */
    static final int ROWS = 5;

    /** Kinds and names of the techniques of some kinds. */
    static Stream<Arguments> techniques(List<Kind> kinds) throws InterruptedException {
        Techniques installed = context().getService(context().getServiceReference(Techniques.class));
        return installed.all().stream().filter(type -> kinds.contains(type.kind()))
                .map(type -> Arguments.of(type.kind(), type.qualifiedName()));
    }

    /** All that a technique computes, in all of its configurations that it accepts; the defaults must be among them. */
    List<Subject> subjects(Kind kind, String name) {
        Subjects subjects = new Subjects(new TechniqueFactory(techniques));
        List<TechniqueSpec> variants = new Variants(techniques).of(techniques.find(kind, name, null));
        List<Subject> all = new ArrayList<>(subjects.of(variants.get(0)));
        for (TechniqueSpec variant : variants.subList(1, variants.size())) {
            try {
                all.addAll(subjects.of(variant));
            } catch (InputException | IllegalArgumentException e) {
                // Two options of it do not go together, and it has said so.
            }
        }
        return all;
    }

    /** A backend by name. */
    static Backend backend(String name) throws InvalidSyntaxException {
        for (ServiceReference<Backend> reference : context().getServiceReferences(Backend.class, null)) {
            Backend backend = context().getService(reference);
            if (backend.name().equals(name)) {
                return backend;
            }
        }
        throw new IllegalStateException("there is no backend " + name);
    }
}
