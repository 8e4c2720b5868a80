/** Checks strange bundles in processes of their own, which they may take along. */
@NullMarked
package org.fascicle.app.trial;

import org.jspecify.annotations.NullMarked;
