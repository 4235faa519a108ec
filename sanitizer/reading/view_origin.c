/* The way between a view and the original, by the steps where the distance changes. */
#include "view.h"

#include "reader.h"

/* The last step of those that begin at or before the view's byte `at`. The processor could not
 * foresee which way a search goes on, so it goes on without a branch. */
static const struct view_step *step_before(const struct view *view, size_t at)
{
    const struct view_step *first = view->steps;
    size_t left = view->step_count;

    while (left > 1) {
        size_t half = left / 2;

        first = first[half].view_at <= at ? first + half : first;
        left -= half;
    }
    return first;
}

size_t view_origin(const struct view *view, size_t at)
{
    const struct view_step *step;

    if (view->owned == NULL) {
        return at;
    }
    step = step_before(view, at);
    return step->origin + (at - step->view_at);
}

size_t view_step_origin(const struct view *view, size_t step)
{
    return view->steps[step].origin;
}

size_t view_at(const struct view *view, size_t origin)
{
    size_t low = 0, high = view->step_count;

    if (view->owned == NULL || view->step_count == 0) {
        return origin < view->length ? origin : view->length;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (view->steps[middle].origin <= origin) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return reader_step_at(view, low, origin);
}
