package org.fascicle.app.shell;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

class BundleConverterTest {
    private final Bundle[] bundles = {bundle(0, "framework"), bundle(1, "one"), bundle(2, "twice"), bundle(3, "twice")};
    private final BundleConverter converter = new BundleConverter((BundleContext) Proxy.newProxyInstance(
            BundleContext.class.getClassLoader(), new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                long number = method.getName().equals("getBundle") ? (Long) arguments[0] : -1;
                return method.getName().equals("getBundles") ? bundles : number < bundles.length ? bundles[(int) number] : null;
            }));

    private static Bundle bundle(long number, String name) {
        return (Bundle) Proxy.newProxyInstance(Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> method.getName().equals("getSymbolicName") ? name : number);
    }

    @Test
    void aBundleIsNamedByItsNumberOrItsName() {
        assertSame(bundles[2], converter.convert(Bundle.class, "2"));
        assertSame(bundles[2], converter.convert(Bundle.class, 2L));
        assertSame(bundles[1], converter.convert(Bundle.class, new StringBuilder("one")));
    }

    @Test
    void whatNamesNoBundleOrSeveralIsNotTakenForOne() {
        assertNull(converter.convert(Bundle.class, "7"));
        assertNull(converter.convert(Bundle.class, "-1"));
        assertNull(converter.convert(Bundle.class, "twice"));
        assertNull(converter.convert(Bundle.class, bundles));
        assertNull(converter.convert(String.class, "1"));
    }
}
