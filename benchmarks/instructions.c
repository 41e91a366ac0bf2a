/* Enters a stretch of runs whose lists lie in an image of memory; says how it ended and how many runs were done. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

int ENTRY(int64_t *result, void **fault, int64_t state, int64_t stretch);

int main(int count, char **arguments) {
    struct stat about;
    int file = open(arguments[count - 1], O_RDONLY);
    if (file < 0 || fstat(file, &about)) return 2;
    int64_t *image = mmap((void *)BASE, about.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0);
    if (image != (void *)BASE) return 2;
    int64_t done = 0;
    void *fault = 0;
    int status = ENTRY(&done, &fault, image[0], image[1]);
    printf("%d %ld\n", status, (long)done);
    return 0;
}
