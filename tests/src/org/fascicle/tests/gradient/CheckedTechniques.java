package org.fascicle.tests.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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

    /** All that a technique computes, in all of its configurations. */
    List<Subject> subjects(Kind kind, String name) {
        Subjects subjects = new Subjects(new TechniqueFactory(techniques));
        List<Subject> all = new ArrayList<>();
        configurations(kind, name).forEach(configuration -> all.addAll(subjects.of(configuration)));
        return all;
    }

    /** The configurations of a technique that it accepts; the defaults must be among them. */
    List<TechniqueSpec> configurations(Kind kind, String name) {
        TechniqueFactory factory = new TechniqueFactory(techniques);
        List<TechniqueSpec> variants = new Variants(techniques).of(techniques.find(kind, name, null));
        factory.create(variants.get(0));
        return variants.stream().filter(variant -> accepts(factory, variant)).collect(Collectors.toList());
    }

    // Two options may not go together, which only the technique knows; then it says so.
    private static boolean accepts(TechniqueFactory factory, TechniqueSpec variant) {
        try {
            return factory.create(variant) != null;
        } catch (InputException e) {
            return false;
        }
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
