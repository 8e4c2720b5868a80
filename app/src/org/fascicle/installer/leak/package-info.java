/** Class loaders of bundles that have left, and what holds them. */
@NullMarked
package org.fascicle.installer.leak;

import org.jspecify.annotations.NullMarked;
