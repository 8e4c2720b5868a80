package org.fascicle.app.shell;

import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Lets the commands of Gogo take bundles by their number or their symbolic name, as in {@code felix:stop 7}. */
final class BundleConverter implements Converter {
    private final BundleContext context;

    BundleConverter(BundleContext context) {
        this.context = context;
    }

    /** Gives null for what it does not know; Gogo says then that the argument does not fit. */
    @Override
    public @Nullable Object convert(Class<?> wanted, Object given) {
        if (wanted != Bundle.class || !(given instanceof CharSequence) && !(given instanceof Number)) {
            return null;
        }
        String text = given.toString();
        if (text.matches("[0-9]{1,18}")) {
            return context.getBundle(Long.parseLong(text));
        }
        Bundle found = null;
        for (Bundle bundle : context.getBundles()) {
            if (text.equals(bundle.getSymbolicName())) {
                if (found != null) {
                    return null; // several versions: the number says which
                }
                found = bundle;
            }
        }
        return found;
    }

    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
        return null;
    }
}
