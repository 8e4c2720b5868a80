package org.fascicle.installer.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fascicle.api.problem.StateException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.Resolver;

/** The resolver that the framework offers as a service. */
final class FrameworkResolver {
    private static final Pattern MISSING = Pattern.compile("missing requirement \\[([^\\]]+)] (\\S+); filter:=\"([^\"]*)\"");
    /** What is installed shows itself otherwise. */
    private static final Pattern INSTALLED =
            Pattern.compile("missing requirement \\[(\\S+) \\[[^\\]]*]\\(R [^)]*\\)] (\\S+); (\\(.*?\\))"
                    + "(?=\\s*\\[caused by|\\s*Unresolved requirements|\\s*]|\\s*$)");

    private FrameworkResolver() {}

    /** The wires of all that has to be resolved. */
    static Map<Resource, List<Wire>> resolve(BundleContext context, Attempt attempt) throws ResolutionException {
        ServiceReference<Resolver> reference = context.getServiceReference(Resolver.class);
        Resolver resolver = reference == null ? null : context.getService(reference);
        if (resolver == null) {
            throw new StateException("the framework offers no service " + Resolver.class.getName());
        }
        try {
            return resolver.resolve(attempt);
        } finally {
            context.ungetService(reference);
        }
    }

    /** A requirement that nothing satisfies: of whom, in which namespace, and its filter. */
    record Unmet(String resource, String namespace, String filter) {}

    /** What stands in the way. The resolver says the whole chain in its message alone; else, what it says first. */
    static Set<Unmet> unmet(ResolutionException e) {
        Set<Unmet> chain = new LinkedHashSet<>();
        for (Pattern pattern : List.of(MISSING, INSTALLED)) {
            Matcher missing = pattern.matcher(String.valueOf(e.getMessage()));
            while (missing.find()) {
                chain.add(new Unmet(missing.group(1).replace('/', ' '), missing.group(2), missing.group(3)));
            }
        }
        if (chain.isEmpty()) {
            for (Requirement requirement : e.getUnresolvedRequirements()) {
                chain.add(new Unmet(Repositories.name(requirement.getResource()), requirement.getNamespace(),
                        String.valueOf(requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))));
            }
        }
        return chain;
    }
}
