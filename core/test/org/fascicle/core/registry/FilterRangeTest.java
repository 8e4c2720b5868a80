package org.fascicle.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.osgi.framework.VersionRange;

class FilterRangeTest {
    @Test
    void rangesAreReadBackFromTheFiltersThatFrameworksMakeOfThem() {
        for (String range : new String[] {"[0.1.0,0.2.0)", "[1.0.0,1.0.0]", "(1.0.0,2.0.0)", "(1.0.0,2.5.0]", "1.3.0"}) {
            VersionRange expected = VersionRange.valueOf(range);
            String filter = "(&(osgi.wiring.package=a.b)" + expected.toFilterString("version") + ")";
            assertEquals(expected, FilterRange.range(filter, "version"), filter);
        }
    }

    @Test
    void whatIsNotThereIsNull() {
        assertNull(FilterRange.range("(osgi.wiring.package=a.b)", "version"));
        assertNull(FilterRange.range("(&(a=b)(version>=x.y))", "version"));
        assertNull(FilterRange.range("(&(a=b)(bundle-version>=1.0))", "version"));
        assertNull(FilterRange.value("(version>=1.0)", "osgi.wiring.package"));
        assertEquals("a.b", FilterRange.value("(&(osgi.wiring.package=a.b)(version>=1.0))", "osgi.wiring.package"));
    }
}
