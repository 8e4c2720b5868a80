/** Bundles that are sent from the page. */
@NullMarked
package org.fascicle.dashboard.install;

import org.jspecify.annotations.NullMarked;
