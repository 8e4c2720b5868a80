/** What only the hidden class loader sees: the framework and its bundles. */
@NullMarked
package org.fascicle.embedded.inside;

import org.jspecify.annotations.NullMarked;
