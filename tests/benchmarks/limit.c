/* The limit: the same recursion in C, compiled at run time for one number of places N per row.
 *
 * Samples lie innermost. N is n_samples filled up to a multiple of 8 (a constant, so that the
 * compiler unrolls); the places that fill up get delta = 0. theta holds the blocks [W_j b_j].
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *room(size_t count) {
    double *a = aligned_alloc(64, (count * 8 + 63) / 64 * 64);
    memset(a, 0, (count * 8 + 63) / 64 * 64);
    return a;
}

/* z_{j+1} = sigma(W_j z_j + b_j) (+ z_j) for j = 1 ... n; `keep` = 0 lets layers take turns */
static double *forward(int n, const int *w, int residual, double alpha, const double *restrict t,
                       double *z, double *restrict slope, int keep, int rows) {
    double *first = z + (size_t)w[0] * N, *out = first;
    for (int j = 0; j < n; j++) {
        int a = w[j], m = w[j + 1], skip = residual && j < n - 1 && a == m;
        for (int i = 0; i < m; i++) {
            double *restrict v = out + (size_t)i * N;
            double b = t[i * (a + 1) + a];
            for (int s = 0; s < N; s++) v[s] = b;
            for (int k = 0; k < a; k++) {
                double c = t[i * (a + 1) + k];
                const double *zk = z + (size_t)k * N;
                for (int s = 0; s < N; s++) v[s] += c * zk[s];
            }
            if (j == n - 1) continue;
            const double *zi = z + (size_t)i * N;
            if (keep) {
                double *restrict q = slope + (size_t)i * N;
                for (int s = 0; s < N; s++) q[s] = v[s] >= 0 ? 1.0 : alpha;
                for (int s = 0; s < N; s++) v[s] *= q[s];
            } else
                for (int s = 0; s < N; s++) v[s] = v[s] >= 0 ? v[s] : alpha * v[s];
            if (skip) for (int s = 0; s < N; s++) v[s] += zi[s];
        }
        t += m * (a + 1);
        z = out;
        slope += (size_t)m * N;
        out = keep ? out + (size_t)m * N : (z == first ? first + (size_t)rows * N : first);
    }
    return z;
}

void train(int n, const int *w, int residual, double alpha, int P, double *theta, const double *x,
           const double *y, int n_samples, int epochs, double rate, double b1, double b2,
           double eps, const int *record, int K, double *thetas, double *losses) {
    int all = 0, most = 0;
    for (int j = 0; j <= n; j++) {
        all += w[j];
        if (w[j] > most) most = w[j];
    }
    double *z = room((size_t)all * N), *slope = room((size_t)all * N), *g = room(P), *m1 = room(P),
           *m2 = room(P), *d0 = room((size_t)most * N), *d1 = room((size_t)most * N);
    double p1 = 1, p2 = 1;
    int out = w[n], k = 0;
    memcpy(z, x, (size_t)w[0] * N * 8);
    for (int epoch = 0; epoch <= epochs; epoch++) {
        const double *u = forward(n, w, residual, alpha, theta, z, slope, 1, most);
        double *restrict delta = d0, *restrict next = d1;
        for (int q = 0; q < out * N; q++) delta[q] = q % N < n_samples ? u[q] - y[q] : 0.0;
        if (epoch == record[k]) {
            double L = 0;
            for (int q = 0; q < out * N; q++) L += 0.5 * delta[q] * delta[q];
            losses[k] = L / n_samples;
            memcpy(thetas + (size_t)k * P, theta, (size_t)P * 8);
            if (++k == K) break;
        }
        const double *t = theta + P, *zj = u, *q = slope + (size_t)(all - w[0]) * N;
        double *G = g + P;
        for (int j = n - 1; j >= 0; j--) {
            int a = w[j], m = w[j + 1], skip = residual && j < n - 1 && a == m;
            t -= m * (a + 1), G -= m * (a + 1), zj -= (size_t)a * N, q -= (size_t)m * N;
            if (skip) memcpy(next, delta, (size_t)a * N * 8);
            else memset(next, 0, (size_t)a * N * 8);
            if (j < n - 1) for (int s = 0; s < m * N; s++) delta[s] *= q[s];
            for (int i = 0; i < m; i++) {
                const double *restrict e = delta + (size_t)i * N;
                double sum = 0;
                for (int s = 0; s < N; s++) sum += e[s];
                G[i * (a + 1) + a] = sum;
                for (int k2 = 0; k2 < a; k2++) {
                    const double *restrict zk = zj + (size_t)k2 * N;
                    double *restrict d = next + (size_t)k2 * N, c = t[i * (a + 1) + k2];
                    sum = 0;
                    for (int s = 0; s < N; s++) sum += e[s] * zk[s];
                    G[i * (a + 1) + k2] = sum;
                    if (j > 0) for (int s = 0; s < N; s++) d[s] += c * e[s];
                }
            }
            double *swap = delta;
            delta = next;
            next = swap;
        }
        p1 *= b1, p2 *= b2;
        double c1 = 1 / (1 - p1), c2 = 1 / (1 - p2), mean = 1.0 / n_samples;
        for (int p = 0; p < P; p++) {
            double gp = g[p] * mean;
            m1[p] = b1 * m1[p] + (1 - b1) * gp;
            m2[p] = b2 * m2[p] + (1 - b2) * gp * gp;
            theta[p] -= rate * (m1[p] * c1) / (sqrt(m2[p] * c2) + eps);
        }
    }
    free(z), free(slope), free(g), free(m1), free(m2), free(d0), free(d1);
}

/* out[i * T + k] = sum of L at theta + t1[i] d1 + t2[k] d2 */
void plane(int n, const int *w, int residual, double alpha, int P, const double *theta,
           const double *d1, const double *d2, const double *t1, int T1, const double *t2, int T,
           const double *x, const double *y, int n_samples, double *out) {
    int most = 0;
    for (int j = 0; j <= n; j++) if (w[j] > most) most = w[j];
    double *z = room((size_t)(w[0] + 2 * most) * N), *slope = room(8), *t = room(P);
    memcpy(z, x, (size_t)w[0] * N * 8);
    for (int i = 0; i < T1; i++)
        for (int k = 0; k < T; k++) {
            for (int p = 0; p < P; p++) t[p] = theta[p] + t1[i] * d1[p] + t2[k] * d2[p];
            const double *u = forward(n, w, residual, alpha, t, z, slope, 0, most);
            double L = 0;
            for (int r = 0; r < w[n]; r++)
                for (int s = 0; s < n_samples; s++) {
                    double d = u[r * N + s] - y[r * N + s];
                    L += 0.5 * d * d;
                }
            out[i * T + k] = L;
        }
    free(z), free(slope), free(t);
}
