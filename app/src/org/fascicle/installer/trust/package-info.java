/** Whose bundles are trusted, by their signatures. */
@NullMarked
package org.fascicle.installer.trust;

import org.jspecify.annotations.NullMarked;
