/** Changes the bundles of a running platform and of its installation, each change as a whole or not at all. */
@NullMarked
package org.fascicle.installer;

import org.jspecify.annotations.NullMarked;
