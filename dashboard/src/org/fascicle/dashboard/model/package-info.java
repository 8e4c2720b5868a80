/** Model files of a folder, and trainings of them that were started in the page. */
@NullMarked
package org.fascicle.dashboard.model;

import org.jspecify.annotations.NullMarked;
