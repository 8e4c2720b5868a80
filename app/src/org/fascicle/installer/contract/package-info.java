/** What bundles promise of their techniques, as data: read without any of their classes. */
@NullMarked
package org.fascicle.installer.contract;

import org.jspecify.annotations.NullMarked;
